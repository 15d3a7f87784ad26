<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_send</name>
  <message>
    <source>There was nothing to send: no DICOM object in what was given.</source>
    <translation>Rien à envoyer : aucun objet DICOM dans ce qui est donné.</translation>
  </message>
  <message>
    <source>an exam of the local store; may be repeated</source>
    <translation>un examen du stockage local ; peut être répété</translation>
  </message>
  <message>
    <source>files or folders</source>
    <translation>fichiers ou dossiers</translation>
  </message>
  <message>
    <source>{count} object sent.</source>
    <translation>{count} objet envoyé.</translation>
  </message>
  <message>
    <source>{count} objects sent.</source>
    <translation>{count} objets envoyés.</translation>
  </message>
  <message>
    <source>{count} objects were not sent; the first: {why}</source>
    <translation>{count} objets n'ont pas été envoyés ; le premier : {why}</translation>
  </message>
  <message>
    <source>{path} cannot be read ({cause}).</source>
    <translation>{path} est illisible ({cause}).</translation>
  </message>
  <message>
    <source>{path} is not a DICOM file.</source>
    <translation>{path} n'est pas un fichier DICOM.</translation>
  </message>
</context>
</TS>
