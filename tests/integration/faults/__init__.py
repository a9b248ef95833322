"""What breaks while a server runs: kills, disks, databases; and what is left then."""
