"""ui/worklist"""
