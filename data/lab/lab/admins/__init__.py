"""The same four models in four admins, each as its own documentation writes it."""
