"""What counted rows show beyond chance, with all looks at them counted as one."""
