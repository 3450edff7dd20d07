"""What few neurons in many layers do, and many neurons in one layer need."""
