"""Letters to the buyer, Ozon, suppliers and carriers: templates, and filling in their placeholders."""
