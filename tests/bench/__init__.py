"""The benchmark (`make bench`): what it measures with, and large records to measure on. Not collected by pytest."""
