<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>store</name>
  <message>
    <source>A DICOMDIR lists images and is none. Import the folder or the disc that holds it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>An image came for this exam that carries another patient's name. It was kept apart; tell the site that sent it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>An image came twice with different content. The first one is shown, the other was kept apart; tell the site that sent it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Another program holds the local store ({path}) for too long. Close other windows of Garonne and try again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Counts of {count} exams were wrong. They were put right.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Not taken into the store: a UID in it is longer than DICOM allows.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Store key beside the store: who copies the whole folder can read it. Use a key ring or a passphrase where you can.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The disk of the local store ({path}) fails or is full ({cause}). Make room or check the disk.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The disk of the local store ({path}) is full. Make room on it, or lower the quota in the settings; nothing stored is lost.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file is damaged: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file of this image is damaged{cause}. Fetch the exam again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file of this image is gone. Fetch the exam again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file {name} is damaged and was left out. Fetch its exam again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The index is damaged ({cause}). Close all windows of Garonne and run: garonne store verify --rebuild</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The index of the local store ({path}) is damaged, or its key is another store's. Close all windows of Garonne and run: garonne store verify --rebuild. The images themselves are kept.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The key does not open the store {folder}. Restore its key, or choose another --home.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The key file {path} of the store cannot be read ({cause}). Restore it from a backup; without it the store stays closed.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The key of the store {folder} is no longer in this account's key ring. Log in as the user who made the store, or choose another --home.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The local store ({path}) cannot be written. Choose another place with --home, or make this one writable.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The local store ({path}) fails: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The local store is closed.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The local store is full, and what it holds is open, unsent or being fetched. Raise the quota in the settings, make room on the disk, or close exams.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The local store was made by a newer Garonne. Update this one.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The passphrase does not open the store {folder}. Check GARONNE_PASSPHRASE_FILE or GARONNE_PASSPHRASE.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The passphrase file {path} cannot be read ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The store is open in another program. Close all windows of Garonne and try again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The store {folder} cannot be read ({cause}). Check who owns it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The store {folder} cannot be written ({cause}). Choose another place with --home, or make this one writable.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The store {folder} is not opened by {kind} but by {others}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The store {folder} opens with a passphrase. Give it in GARONNE_PASSPHRASE_FILE or GARONNE_PASSPHRASE.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The store {folder} was made by a newer Garonne. Update this one.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The stored copy of this image is damaged. Fetch the exam again; the archive still has it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The system's key ring does not answer ({cause}). Unlock it, or set GARONNE_PASSPHRASE_FILE for a new store.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>This image is no longer waiting to be sent.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>This image is not in the local store (any more). Fetch the exam again.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>being fetched</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>no answer</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>not in the store</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>not yet sent</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>open in a window</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} files belonged to nothing (an import that was cut off). They were removed.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} is damaged. Restore it from a backup; without it the store stays closed.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} is missing. Restore it from a backup; without it the store stays closed.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
