"""What commands share: options, tables, progress, exit codes."""
