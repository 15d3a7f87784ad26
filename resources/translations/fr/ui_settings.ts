<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>ui_settings</name>
  <message>
    <source>A site profile is in use: {path}</source>
    <translation>Profil de site utilisé : {path}</translation>
  </message>
  <message>
    <source>A whole number from {low} to {high}.</source>
    <translation>Un nombre entier de {low} à {high}.</translation>
  </message>
  <message>
    <source>Accept only from these AE titles</source>
    <translation>N'accepter que ces titres AE</translation>
  </message>
  <message>
    <source>Add an archive…</source>
    <translation>Ajouter une archive…</translation>
  </message>
  <message>
    <source>All</source>
    <translation>Tous</translation>
  </message>
  <message>
    <source>Also Ctrl and + or - in the list.</source>
    <translation>Aussi par Ctrl et + ou - dans la liste.</translation>
  </message>
  <message>
    <source>Another archive has this name.</source>
    <translation>Une autre archive porte déjà ce nom.</translation>
  </message>
  <message>
    <source>Archives</source>
    <translation>Archives</translation>
  </message>
  <message>
    <source>Ask it for a sign of life</source>
    <translation>Vérifier qu'elle répond</translation>
  </message>
  <message>
    <source>Automatic</source>
    <translation>Automatique</translation>
  </message>
  <message>
    <source>Automatic takes the graphics card where it works.</source>
    <translation>Automatique : la carte graphique si elle convient.</translation>
  </message>
  <message>
    <source>Cabinet Lodève</source>
    <translation>Cabinet Lodève</translation>
  </message>
  <message>
    <source>Cancel</source>
    <translation>Annuler</translation>
  </message>
  <message>
    <source>Change</source>
    <translation>Modifier</translation>
  </message>
  <message>
    <source>Change this archive</source>
    <translation>Modifier cette archive</translation>
  </message>
  <message>
    <source>DICOM</source>
    <translation>DICOM</translation>
  </message>
  <message>
    <source>DICOMweb address</source>
    <translation>Adresse DICOMweb</translation>
  </message>
  <message>
    <source>Days the list looks back</source>
    <translation>Jours affichés dans la liste</translation>
  </message>
  <message>
    <source>Dr A. Ferrand</source>
    <translation>Dr A. Ferrand</translation>
  </message>
  <message>
    <source>Drawing</source>
    <translation>Affichage</translation>
  </message>
  <message>
    <source>Empty: inside the program's own folder. Used from the next start on.</source>
    <translation>Vide : dans le dossier du programme. Pris en compte au prochain démarrage.</translation>
  </message>
  <message>
    <source>Fetch ahead</source>
    <translation>Précharger</translation>
  </message>
  <message>
    <source>Fetch the exams to read, too</source>
    <translation>Précharger aussi les examens à lire</translation>
  </message>
  <message>
    <source>Folder</source>
    <translation>Dossier</translation>
  </message>
  <message>
    <source>Give the whole path, from the root on.</source>
    <translation>Indiquez le chemin complet, depuis la racine.</translation>
  </message>
  <message>
    <source>Graphics card</source>
    <translation>Carte graphique</translation>
  </message>
  <message>
    <source>Host</source>
    <translation>Hôte</translation>
  </message>
  <message>
    <source>How archives and modalities call this workstation.</source>
    <translation>Nom de ce poste pour les archives et les modalités.</translation>
  </message>
  <message>
    <source>How the images answer to the hand.</source>
    <translation>Comment les images répondent à la main.</translation>
  </message>
  <message>
    <source>How the windows speak and how large.</source>
    <translation>La langue des fenêtres et la taille des textes.</translation>
  </message>
  <message>
    <source>Images kept on this machine, encrypted. The oldest make room; never what is open or unsent.</source>
    <translation>Images conservées sur ce poste, chiffrées. Les plus anciennes cèdent la place ; jamais ce qui est ouvert ou en attente d'envoi.</translation>
  </message>
  <message>
    <source>It does not answer.</source>
    <translation>Elle ne répond pas.</translation>
  </message>
  <message>
    <source>It gives today's schedule (modality worklist)</source>
    <translation>Elle donne le programme du jour (worklist des modalités)</translation>
  </message>
  <message>
    <source>Its AE title</source>
    <translation>Son titre AE</translation>
  </message>
  <message>
    <source>Its recent exams go into the list</source>
    <translation>Ses examens récents figurent dans la liste</translation>
  </message>
  <message>
    <source>Keep it all the same</source>
    <translation>La garder quand même</translation>
  </message>
  <message>
    <source>Language</source>
    <translation>Langue</translation>
  </message>
  <message>
    <source>Language and text</source>
    <translation>Langue et textes</translation>
  </message>
  <message>
    <source>Least</source>
    <translation>Minimum</translation>
  </message>
  <message>
    <source>Local store</source>
    <translation>Stockage local</translation>
  </message>
  <message>
    <source>Modalities and archives that send to this machine.</source>
    <translation>Les modalités et les archives qui envoient à ce poste.</translation>
  </message>
  <message>
    <source>Mouse</source>
    <translation>Souris</translation>
  </message>
  <message>
    <source>Name</source>
    <translation>Nom</translation>
  </message>
  <message>
    <source>Names as the list and the exams show them.</source>
    <translation>Les noms affichés dans la liste et sur les examens.</translation>
  </message>
  <message>
    <source>No archive yet.</source>
    <translation>Aucune archive.</translation>
  </message>
  <message>
    <source>OsiriX: drag sets the window, middle drag pans</source>
    <translation>OsiriX : glisser règle la fenêtre, bouton du milieu déplace</translation>
  </message>
  <message>
    <source>Our AE title</source>
    <translation>Notre titre AE</translation>
  </message>
  <message>
    <source>PACS: drag scrolls, middle drag sets the window</source>
    <translation>PACS : glisser défile, bouton du milieu règle la fenêtre</translation>
  </message>
  <message>
    <source>Pages</source>
    <translation>Pages</translation>
  </message>
  <message>
    <source>Patient, PRIOR and warnings always stay.</source>
    <translation>Patient, ANTÉRIEUR et avertissements restent toujours.</translation>
  </message>
  <message>
    <source>Port</source>
    <translation>Port</translation>
  </message>
  <message>
    <source>Prefetch</source>
    <translation>Préchargement</translation>
  </message>
  <message>
    <source>Priors of each exam, at most</source>
    <translation>Antérieurs par examen, au plus</translation>
  </message>
  <message>
    <source>Purpan</source>
    <translation>Purpan</translation>
  </message>
  <message>
    <source>Reached from</source>
    <translation>Joignable depuis</translation>
  </message>
  <message>
    <source>Reader</source>
    <translation>Lecteur</translation>
  </message>
  <message>
    <source>Reader and site</source>
    <translation>Lecteur et site</translation>
  </message>
  <message>
    <source>Reading</source>
    <translation>Lecture</translation>
  </message>
  <message>
    <source>Receive</source>
    <translation>Recevoir</translation>
  </message>
  <message>
    <source>Receive images</source>
    <translation>Recevoir des images</translation>
  </message>
  <message>
    <source>Remove</source>
    <translation>Retirer</translation>
  </message>
  <message>
    <source>Remove this archive; can be undone</source>
    <translation>Retirer cette archive ; annulable</translation>
  </message>
  <message>
    <source>Room for images, in GB</source>
    <translation>Place pour les images, en Go</translation>
  </message>
  <message>
    <source>SUV of PET</source>
    <translation>SUV en TEP</translation>
  </message>
  <message>
    <source>Said on the list where you are reading an exam.</source>
    <translation>Affiché dans la liste quand vous lisez un examen.</translation>
  </message>
  <message>
    <source>Save</source>
    <translation>Enregistrer</translation>
  </message>
  <message>
    <source>Save and use them now (Ctrl+S)</source>
    <translation>Enregistrer et appliquer (Ctrl+S)</translation>
  </message>
  <message>
    <source>Saving…</source>
    <translation>Enregistrement…</translation>
  </message>
  <message>
    <source>Send to AE title {aet} on {host}.</source>
    <translation>Envoyer au titre AE {aet} sur {host}.</translation>
  </message>
  <message>
    <source>Separated by commas. Empty: from everyone.</source>
    <translation>Séparés par des virgules. Vide : tous.</translation>
  </message>
  <message>
    <source>Settings</source>
    <translation>Réglages</translation>
  </message>
  <message>
    <source>Site</source>
    <translation>Site</translation>
  </message>
  <message>
    <source>Software</source>
    <translation>Logiciel</translation>
  </message>
  <message>
    <source>Some</source>
    <translation>Quelques-uns</translation>
  </message>
  <message>
    <source>Test</source>
    <translation>Tester</translation>
  </message>
  <message>
    <source>Text size</source>
    <translation>Taille des textes</translation>
  </message>
  <message>
    <source>Texts over images</source>
    <translation>Textes sur les images</translation>
  </message>
  <message>
    <source>The menu over an image, Quantity, changes it too.</source>
    <translation>Le menu sur une image, Grandeur, le change aussi.</translation>
  </message>
  <message>
    <source>The system's</source>
    <translation>Celle du système</translation>
  </message>
  <message>
    <source>This cabinet's name.</source>
    <translation>Le nom de ce cabinet.</translation>
  </message>
  <message>
    <source>This cannot be empty.</source>
    <translation>Ce champ est obligatoire.</translation>
  </message>
  <message>
    <source>Try and connect</source>
    <translation>Essayer et connecter</translation>
  </message>
  <message>
    <source>Try and keep</source>
    <translation>Essayer et garder</translation>
  </message>
  <message>
    <source>Trying {name}…</source>
    <translation>Essai de {name}…</translation>
  </message>
  <message>
    <source>What is brought here before it is opened.</source>
    <translation>Ce qui est apporté ici avant d'être ouvert.</translation>
  </message>
  <message>
    <source>Where exams and their priors come from. Each is tried before it is kept.</source>
    <translation>D'où viennent les examens et leurs antérieurs. Chacune est essayée avant d'être gardée.</translation>
  </message>
  <message>
    <source>by body surface (SUVbsa)</source>
    <translation>par la surface corporelle (SUVbsa)</translation>
  </message>
  <message>
    <source>by body weight (SUVbw)</source>
    <translation>par le poids (SUVbw)</translation>
  </message>
  <message>
    <source>by ideal body weight (SUVibw)</source>
    <translation>par le poids idéal (SUVibw)</translation>
  </message>
  <message>
    <source>by lean body mass (SUVlbm)</source>
    <translation>par la masse maigre (SUVlbm)</translation>
  </message>
  <message>
    <source>none: activity in Bq/ml</source>
    <translation>aucune : activité en Bq/ml</translation>
  </message>
  <message>
    <source>set by the site profile</source>
    <translation>fixé par le profil de site</translation>
  </message>
  <message>
    <source>the site profile says {value}</source>
    <translation>le profil de site dit {value}</translation>
  </message>
  <message>
    <source>the whole network</source>
    <translation>tout le réseau</translation>
  </message>
  <message>
    <source>this machine only</source>
    <translation>ce poste seulement</translation>
  </message>
  <message>
    <source>{name} removed. Undo</source>
    <translation>{name} retirée. Annuler</translation>
  </message>
  <message>
    <source>✓ It answers, in {value} ms.</source>
    <translation>✓ Elle répond, en {value} ms.</translation>
  </message>
</context>
</TS>
