"""The only room that opens pictures and writes into the folders of cases."""
