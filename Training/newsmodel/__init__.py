"""Trains Textmill's English news models: data, teacher, students, int8 graphs, scores, model card."""
