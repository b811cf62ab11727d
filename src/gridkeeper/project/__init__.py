"""The only place that knows every room: settings, addresses, the data folder, the processes and the database."""
