"""A local web page on which one judges a text or a file; needs the extra `demo`."""
