"""The days off of each year, as the State Council's notice says and an office enters them."""
