<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>net</name>
  <message>
    <source>A courier already works for this store. There is nothing to do.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>An object is not a DICOM file (no Part-10 head).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>An object's file head names no transfer syntax or is cut.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>An unexpected fault while fetching: {detail}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Cannot listen on {bind}, port {port} ({cause}). Choose another address or port.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>No archive of that name is configured. Check the archives in the settings.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>No archive {name} is configured. Check the archives in the settings.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>No configured archive has this exam. Check the archives in the settings.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Port {port} is in use by another program. Stop that program or choose another port.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Port {port} may not be used by this user. Choose one above 1023.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Receiving</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The search is not understood: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>This exam is refused as a prior: it may be of another person.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Trying {name} again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>fetching by C-GET</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>fetching by C-MOVE</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>fetching by DICOMweb</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>it could not send the images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>it does not accept this kind of object</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>it does not know the AE title to send to; have it added at the archive, with this machine's address and port</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>it is out of resources</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>sending</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the echo</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the object could not be re-encoded ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the other side does not take this kind of object ({kind}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the other side takes this kind of object in no encoding that can be made ({syntax}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the query</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the schedule query</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>this workstation is not allowed to</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images of {name} could not be stored: {first}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} accepts no connection at {place}. Check that the archive runs, and its host and port.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} answered {what} with an error (HTTP {status}). Try again; if it happens again, look at the archive's log.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} answered {what} with an error ({detail}). Try again; if it happens again, look at the archive's log.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} answers in {ms} ms.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} at {place} cannot be reached ({cause}). Check the network, its host and port.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} at {place} closed the connection in the middle of {what}. Try again; if it happens again, look at the archive's log.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} at {place} could not be reached within {seconds} s. Check the network, and that no firewall stands between.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} could not send {failed} of {total} images. What came is kept; try again, then look at the archive.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} did not store it (0x{status:04X}{comment}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} did not store it ({reason}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} does not know this workstation's AE title {aet}. Have {aet} added at the archive.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} does not let this workstation in (HTTP {status}). Check the log-in or the rights at the archive.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} does not offer {what} to this workstation. Have it allowed at the archive, or choose another way in the settings.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} has no way to fetch images in the settings.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} is too busy to answer now. Try again in a moment.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} refused {what}: {reason} ({detail}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} refuses the connection (reason {source}.{reason}). Check that it knows the AE title {aet} and this machine.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} says that {aet} is not its AE title. Check the archive's AE title in the settings.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} was connected at {place} but said nothing for {seconds} s during {what}. It may be overloaded. Try again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name}: the host of {place} is not known. Check its name, and that this machine is on the network.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name}: what answers at {place} does not speak DICOM. Check the port: the archive's DICOM port, not its web port.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name}: what answers at {place} is not DICOMweb. Check the address, up to and without /studies.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}). Choose another place with --home.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
