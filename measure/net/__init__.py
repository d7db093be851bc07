"""Net stances with intervals: chance, documents, repeated statements, known errors of a checkpoint."""
