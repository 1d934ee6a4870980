"""What a host needs: set-up, self-diagnosis, logs, figures, copies of what is kept."""
