"""The items: duties, requirements and the lines of thresholds, with their outcomes and due times."""
