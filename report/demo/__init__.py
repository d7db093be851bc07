"""A local web page that predicts the stances of a text or a file; needs the extra `demo`."""
