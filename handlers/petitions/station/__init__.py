"""What deputies, staff, presidium and handling units do with petitions."""
