"""The first hour: from an installation without data to the first task that is confirmed."""
