"""The only room on the network: Ozon's Seller API."""
