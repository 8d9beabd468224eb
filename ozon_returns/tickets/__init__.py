"""Tickets to Ozon, suppliers and carriers."""
