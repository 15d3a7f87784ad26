"""Archives: everything that talks DICOM or DICOMweb, and the courier, the process that does it in the background.

``archive_client`` is the one face of an archive, whatever it speaks; below it ``dimse/`` (associations) and ``dicomweb``
(HTTP). ``listener`` receives. ``courier`` keeps the list, the priors and the outbox moving and tells the store of it.
May import store, studies, imaging, settings; knows no Qt and no VTK. Every failure is an ``ArchiveUnreachable`` whose text
names the archive, what went wrong and what to try. Start with ``archive_client.py``, then ``courier/run.py``.
"""
