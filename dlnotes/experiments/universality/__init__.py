"""One hidden layer can be anything: networks built by hand, with the error they guarantee."""
