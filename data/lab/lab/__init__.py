"""The lab: the same tasks in Django ORM and SQLAlchemy, run, counted and compared."""
