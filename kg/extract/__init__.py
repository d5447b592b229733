"""Article → Extraction: actors and statements as a careful reader finds them, by a model and by rules around it."""
