"""The words for buyer, Ozon, supplier and carrier: templates, and how their gaps are filled."""
