"""Programs behind the Makefile; each is run as `python -m scripts.<name>` from the root."""
