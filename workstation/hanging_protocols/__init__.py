"""hanging_protocols"""
