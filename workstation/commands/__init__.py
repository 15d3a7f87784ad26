"""One file a command. Each has ``add_arguments(parser)`` and ``run(args, home) -> int`` (the exit status).

A command parses, calls a room and prints; anything worth testing without a shell lives in the room. Failures are raised as
``GaronneError``; cli.py prints them. May import every room and app.py.
"""
