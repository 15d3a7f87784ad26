<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>media</name>
  <message>
    <source>It carries the same identity as {other}: only that one is shown.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The DICOMDIR {path} names {file}, outside of its folder: left out.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The DICOMDIR {path} names {file}, which is missing.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file is damaged: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The image is not among these files.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Two patients share one exam identity; they are shown as two exams.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>axial</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>cine</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>coronal</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>document</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>localizer</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>mosaic</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>oblique</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>pixels {size} mm, slices every {step} mm over {extent} mm, right {right}, down {down}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>sagittal</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>single</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>single image</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>stack</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>volume</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} exam</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} exams</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} file could not be used.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} file could not be used:</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} files could not be used.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} files could not be used:</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} other file is not DICOM.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} other files are not DICOM.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} patient</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} patients</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be read: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} is a damaged ZIP ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} is neither a file nor a folder.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} would unpack to {size} GB and was refused.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {member} cannot be read from the ZIP ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {member} is protected by a password: unpack the ZIP first.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {member} is too large and was refused.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {member} leads outside of the ZIP and was left out.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
