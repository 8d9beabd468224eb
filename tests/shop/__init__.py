"""A shop to try the client on: a real HTTP server on loopback that behaves as Ozon's Seller API does."""
