"""ui/reading"""
