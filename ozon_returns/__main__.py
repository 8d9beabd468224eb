"""Entry point of `python -m ozon_returns`."""

from ozon_returns.cli import program

if __name__ == "__main__":
    program()
