"""What incidents refer to: places, borders and their sections, disputes and their milestones."""
