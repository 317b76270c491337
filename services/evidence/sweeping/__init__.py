"""What an hour that has come does to a piece of evidence, in whichever state it stands."""
