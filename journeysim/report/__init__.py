"""Reports: results on paper: tables and sentences for people, JSON and CSV for programs."""
