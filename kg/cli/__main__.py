"""`python -m kg.cli` is `kg`."""

from kg.cli import main

if __name__ == "__main__":  # a reading process imports this file again
    main()
