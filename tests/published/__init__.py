"""What offices publish, rebuilt: a district to read it in, the texts, and how far each goes."""
