"""Models by name: shipped, in a folder, or on the Hugging Face Hub, from and to which they travel here."""
