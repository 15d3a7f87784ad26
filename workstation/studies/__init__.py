"""Who and what: patients, studies and series as immutable values, and what can be told from them alone.

Pure: no disk (but its own vocabulary), no clock, no network. May import imaging, errors, settings, language.
Start at model.py (the values); read.py makes them from datasets, text.py says them to people, identity.py tells whether two records
are one person, anatomy.py and vocabulary.py find the body region of an exam in words and codes (resources/vocabulary/),
relevance.py ranks earlier exams, worklist.py makes the rows of the list.
"""
