<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>ui_worklist</name>
  <message>
    <source>+ Save this filter</source>
    <translation>+ Enregistrer ce filtre</translation>
  </message>
  <message>
    <source>; </source>
    <translation> ; </translation>
  </message>
  <message>
    <source>A CD, a ZIP, a folder: reading starts at once. Or drop them on this window.</source>
    <translation>Un CD, un ZIP, un dossier : la lecture commence aussitôt. Ou déposez-les sur cette fenêtre.</translation>
  </message>
  <message>
    <source>A PACS, a regional archive or an Orthanc. It is tried at once.</source>
    <translation>Un PACS, une archive régionale ou un Orthanc. La connexion est essayée aussitôt.</translation>
  </message>
  <message>
    <source>About Garonne</source>
    <translation>À propos de Garonne</translation>
  </message>
  <message>
    <source>Accession no.</source>
    <translation>N° d'examen</translation>
  </message>
  <message>
    <source>Age</source>
    <translation>Âge</translation>
  </message>
  <message>
    <source>Age at the exam, in years where no unit is said</source>
    <translation>Âge lors de l'examen, en années sauf indication contraire</translation>
  </message>
  <message>
    <source>All actions and their keys (F10)</source>
    <translation>Toutes les actions et leurs touches (F10)</translation>
  </message>
  <message>
    <source>All exams</source>
    <translation>Tous les examens</translation>
  </message>
  <message>
    <source>All exams of {patient}</source>
    <translation>Tous les examens de {patient}</translation>
  </message>
  <message>
    <source>All settings…</source>
    <translation>Tous les réglages…</translation>
  </message>
  <message>
    <source>An archive with synthetic patients on this machine, made in some seconds. No real person is in it.</source>
    <translation>Une archive de patients synthétiques sur ce poste, fabriquée en quelques secondes. Aucune personne réelle n'y figure.</translation>
  </message>
  <message>
    <source>An unexpected fault of the program: {cause}</source>
    <translation>Erreur inattendue du programme : {cause}</translation>
  </message>
  <message>
    <source>Another person</source>
    <translation>Une autre personne</translation>
  </message>
  <message>
    <source>Another person: never shown as a prior. Ctrl+Z takes it back.</source>
    <translation>Une autre personne : jamais montré comme antérieur. Ctrl+Z pour revenir.</translation>
  </message>
  <message>
    <source>Arriving</source>
    <translation>Arrivée</translation>
  </message>
  <message>
    <source>Ask the archives again</source>
    <translation>Interroger à nouveau les archives</translation>
  </message>
  <message>
    <source>Being read</source>
    <translation>En lecture</translation>
  </message>
  <message>
    <source>Birth date</source>
    <translation>Naissance</translation>
  </message>
  <message>
    <source>Both exams are of this patient. Asked once; Ctrl+Z takes it back.</source>
    <translation>Les deux examens sont de ce patient. Demandé une seule fois ; Ctrl+Z pour revenir.</translation>
  </message>
  <message>
    <source>Cache {used} of {quota}</source>
    <translation>Cache {used} sur {quota}</translation>
  </message>
  <message>
    <source>Cancel</source>
    <translation>Annuler</translation>
  </message>
  <message>
    <source>Clear the search</source>
    <translation>Effacer la recherche</translation>
  </message>
  <message>
    <source>Click to try again.</source>
    <translation>Cliquer pour réessayer.</translation>
  </message>
  <message>
    <source>Columns</source>
    <translation>Colonnes</translation>
  </message>
  <message>
    <source>Confirmed: the same person</source>
    <translation>Confirmé : la même personne</translation>
  </message>
  <message>
    <source>Connect an archive</source>
    <translation>Connecter une archive</translation>
  </message>
  <message>
    <source>Connect an archive, or drop files on this window.</source>
    <translation>Connectez une archive, ou déposez des fichiers sur cette fenêtre.</translation>
  </message>
  <message>
    <source>Connect an archive…</source>
    <translation>Connecter une archive…</translation>
  </message>
  <message>
    <source>Copy the accession number</source>
    <translation>Copier le numéro d'examen</translation>
  </message>
  <message>
    <source>Copy the patient ID</source>
    <translation>Copier l'IPP</translation>
  </message>
  <message>
    <source>Date</source>
    <translation>Date</translation>
  </message>
  <message>
    <source>Delete</source>
    <translation>Supprimer</translation>
  </message>
  <message>
    <source>Double click opens this exam by itself</source>
    <translation>Un double-clic ouvre cet examen seul</translation>
  </message>
  <message>
    <source>Drop files, folders or a ZIP on this window.</source>
    <translation>Déposez des fichiers, des dossiers ou un ZIP sur cette fenêtre.</translation>
  </message>
  <message>
    <source>Drop to open</source>
    <translation>Déposer pour ouvrir</translation>
  </message>
  <message>
    <source>Earlier exams here / known</source>
    <translation>Antérieurs ici / connus</translation>
  </message>
  <message>
    <source>Everything is read</source>
    <translation>Tout est lu</translation>
  </message>
  <message>
    <source>Everything shown is here, with its priors</source>
    <translation>Tous les examens affichés sont ici, avec leurs antérieurs</translation>
  </message>
  <message>
    <source>Exam</source>
    <translation>Examen</translation>
  </message>
  <message>
    <source>Exam panel</source>
    <translation>Volet de l'examen</translation>
  </message>
  <message>
    <source>Exams</source>
    <translation>Examens</translation>
  </message>
  <message>
    <source>Exams on this machine</source>
    <translation>Examens locaux</translation>
  </message>
  <message>
    <source>Fetch every exam shown and its priors now (Ctrl+P)</source>
    <translation>Récupérer maintenant tous les examens affichés et leurs antérieurs (Ctrl+P)</translation>
  </message>
  <message>
    <source>Fetch it</source>
    <translation>Le récupérer</translation>
  </message>
  <message>
    <source>Fetch now</source>
    <translation>Récupérer</translation>
  </message>
  <message>
    <source>File</source>
    <translation>Fichier</translation>
  </message>
  <message>
    <source>Files…</source>
    <translation>Fichiers…</translation>
  </message>
  <message>
    <source>Filter renamed to “{name}”</source>
    <translation>Filtre renommé « {name} »</translation>
  </message>
  <message>
    <source>Filter “{name}” deleted</source>
    <translation>Filtre « {name} » supprimé</translation>
  </message>
  <message>
    <source>Filter “{name}” saved</source>
    <translation>Filtre « {name} » enregistré</translation>
  </message>
  <message>
    <source>Folder or disc…</source>
    <translation>Dossier ou disque…</translation>
  </message>
  <message>
    <source>Full screen</source>
    <translation>Plein écran</translation>
  </message>
  <message>
    <source>Garonne {version}, a diagnostic reading workstation. Licence Apache 2.0.</source>
    <translation>Garonne {version}, poste de lecture diagnostique. Licence Apache 2.0.</translation>
  </message>
  <message>
    <source>Help</source>
    <translation>Aide</translation>
  </message>
  <message>
    <source>ID {id}</source>
    <translation>IPP {id}</translation>
  </message>
  <message>
    <source>INS known</source>
    <translation>INS connue</translation>
  </message>
  <message>
    <source>Images</source>
    <translation>Images</translation>
  </message>
  <message>
    <source>Images here / at the archive</source>
    <translation>Images ici / à l'archive</translation>
  </message>
  <message>
    <source>In progress</source>
    <translation>En cours</translation>
  </message>
  <message>
    <source>It answers again.</source>
    <translation>Elle répond à nouveau.</translation>
  </message>
  <message>
    <source>It does not answer.</source>
    <translation>Elle ne répond pas.</translation>
  </message>
  <message>
    <source>It is her</source>
    <translation>C'est elle</translation>
  </message>
  <message>
    <source>It is him</source>
    <translation>C'est lui</translation>
  </message>
  <message>
    <source>It is not her</source>
    <translation>Ce n'est pas elle</translation>
  </message>
  <message>
    <source>It is not him</source>
    <translation>Ce n'est pas lui</translation>
  </message>
  <message>
    <source>Its exams stay in the list as they were last seen. It is tried again by itself; or now:</source>
    <translation>Ses examens restent dans la liste tels qu'ils ont été vus. Nouvel essai automatique ; ou maintenant :</translation>
  </message>
  <message>
    <source>Its sources disagree whose exam this is: {reason}</source>
    <translation>Ses sources ne s'accordent pas sur le patient : {reason}</translation>
  </message>
  <message>
    <source>Keep the section, the search and the order as a filter (Ctrl+S)</source>
    <translation>Garder la rubrique, la recherche et l'ordre comme filtre (Ctrl+S)</translation>
  </message>
  <message>
    <source>Keys</source>
    <translation>Touches</translation>
  </message>
  <message>
    <source>Keys of the list</source>
    <translation>Touches de la liste</translation>
  </message>
  <message>
    <source>Larger text</source>
    <translation>Textes plus grands</translation>
  </message>
  <message>
    <source>List</source>
    <translation>Liste</translation>
  </message>
  <message>
    <source>Look around first</source>
    <translation>Découvrir d'abord</translation>
  </message>
  <message>
    <source>Manual</source>
    <translation>Manuel</translation>
  </message>
  <message>
    <source>Mark as read</source>
    <translation>Marquer lu</translation>
  </message>
  <message>
    <source>Mark as read / to read</source>
    <translation>Marquer lu / à lire</translation>
  </message>
  <message>
    <source>Mark as to read</source>
    <translation>Remettre à lire</translation>
  </message>
  <message>
    <source>Mark as urgent / not urgent</source>
    <translation>Marquer urgent / non urgent</translation>
  </message>
  <message>
    <source>Media, folders…</source>
    <translation>Médias, dossiers…</translation>
  </message>
  <message>
    <source>Modalities and archives send their images to this machine.</source>
    <translation>Les modalités et les archives envoient leurs images à ce poste.</translation>
  </message>
  <message>
    <source>Modality</source>
    <translation>Modalité</translation>
  </message>
  <message>
    <source>My filters</source>
    <translation>Mes filtres</translation>
  </message>
  <message>
    <source>Name</source>
    <translation>Nom</translation>
  </message>
  <message>
    <source>Name, ID, INS, exam, site…   Ctrl+F</source>
    <translation>Nom, IPP, INS, examen, site…   Ctrl+F</translation>
  </message>
  <message>
    <source>New exams appear here by themselves.</source>
    <translation>Les nouveaux examens apparaissent ici d'eux-mêmes.</translation>
  </message>
  <message>
    <source>No earlier exam of this patient is known to the archives</source>
    <translation>Aucun antérieur de ce patient n'est connu des archives</translation>
  </message>
  <message>
    <source>No earlier exam of this patient is known to the archives.</source>
    <translation>Aucun antérieur de ce patient n'est connu des archives.</translation>
  </message>
  <message>
    <source>No exam</source>
    <translation>Aucun examen</translation>
  </message>
  <message>
    <source>No exam is being read</source>
    <translation>Aucun examen en cours de lecture</translation>
  </message>
  <message>
    <source>No exam is chosen. Arrows choose one, Enter opens it.</source>
    <translation>Aucun examen choisi. Les flèches en choisissent un, Entrée l'ouvre.</translation>
  </message>
  <message>
    <source>No exam is on this machine yet</source>
    <translation>Aucun examen sur ce poste</translation>
  </message>
  <message>
    <source>No exam matches “{words}” in “{place}”</source>
    <translation>Aucun examen ne correspond à « {words} » dans « {place} »</translation>
  </message>
  <message>
    <source>No exam to read</source>
    <translation>Aucun examen à lire</translation>
  </message>
  <message>
    <source>No urgent exam</source>
    <translation>Aucune urgence</translation>
  </message>
  <message>
    <source>Not fetched</source>
    <translation>Non demandé</translation>
  </message>
  <message>
    <source>Not fetched: {reasons}</source>
    <translation>Non demandé : {reasons}</translation>
  </message>
  <message>
    <source>Not this patient</source>
    <translation>Pas ce patient</translation>
  </message>
  <message>
    <source>Not this patient: {reasons}</source>
    <translation>Pas ce patient : {reasons}</translation>
  </message>
  <message>
    <source>Not urgent</source>
    <translation>Non urgent</translation>
  </message>
  <message>
    <source>Noted: another person, never shown as a prior</source>
    <translation>Noté : une autre personne, jamais montré comme antérieur</translation>
  </message>
  <message>
    <source>Nothing is scheduled</source>
    <translation>Rien au programme</translation>
  </message>
  <message>
    <source>Nothing is set up yet. Begin with one of these; the others stay in the menu and in the settings.</source>
    <translation>Rien n'est encore configuré. Commencez par l'un de ces choix ; les autres restent dans le menu et les réglages.</translation>
  </message>
  <message>
    <source>Nothing to fetch</source>
    <translation>Rien à récupérer</translation>
  </message>
  <message>
    <source>Nothing was read today</source>
    <translation>Rien n'a été lu aujourd'hui</translation>
  </message>
  <message>
    <source>On this machine</source>
    <translation>Sur ce poste</translation>
  </message>
  <message>
    <source>Open</source>
    <translation>Ouvrir</translation>
  </message>
  <message>
    <source>Open a folder or a disc</source>
    <translation>Ouvrir un dossier ou un disque</translation>
  </message>
  <message>
    <source>Open a folder or a disc…</source>
    <translation>Ouvrir un dossier ou un disque…</translation>
  </message>
  <message>
    <source>Open files</source>
    <translation>Ouvrir des fichiers</translation>
  </message>
  <message>
    <source>Open files, a folder, a CD or a ZIP (Ctrl+O)</source>
    <translation>Ouvrir des fichiers, un dossier, un CD ou un ZIP (Ctrl+O)</translation>
  </message>
  <message>
    <source>Open files, folders or media</source>
    <translation>Ouvrir fichiers, dossiers ou médias</translation>
  </message>
  <message>
    <source>Open files…</source>
    <translation>Ouvrir des fichiers…</translation>
  </message>
  <message>
    <source>Patient</source>
    <translation>Patient</translation>
  </message>
  <message>
    <source>Patient ID</source>
    <translation>IPP</translation>
  </message>
  <message>
    <source>Prefetch is off</source>
    <translation>Préchargement désactivé</translation>
  </message>
  <message>
    <source>Prefetch: {what}</source>
    <translation>Préchargement : {what}</translation>
  </message>
  <message>
    <source>Prepare my list</source>
    <translation>Préparer ma liste</translation>
  </message>
  <message>
    <source>Prior</source>
    <translation>Antérieur</translation>
  </message>
  <message>
    <source>Priors</source>
    <translation>Antérieurs</translation>
  </message>
  <message>
    <source>Quit</source>
    <translation>Quitter</translation>
  </message>
  <message>
    <source>Reachable</source>
    <translation>Joignable</translation>
  </message>
  <message>
    <source>Read</source>
    <translation>Lu</translation>
  </message>
  <message>
    <source>Read this exam beside its priors (Enter)</source>
    <translation>Lire cet examen à côté de ses antérieurs (Entrée)</translation>
  </message>
  <message>
    <source>Read today</source>
    <translation>Lus aujourd'hui</translation>
  </message>
  <message>
    <source>Reader</source>
    <translation>Lecteur</translation>
  </message>
  <message>
    <source>Receive</source>
    <translation>Recevoir</translation>
  </message>
  <message>
    <source>Receive on a port</source>
    <translation>Recevoir sur un port</translation>
  </message>
  <message>
    <source>Received</source>
    <translation>Reçu</translation>
  </message>
  <message>
    <source>Redo</source>
    <translation>Rétablir</translation>
  </message>
  <message>
    <source>Redo (Ctrl+Y)</source>
    <translation>Rétablir (Ctrl+Y)</translation>
  </message>
  <message>
    <source>Referring physician</source>
    <translation>Demandeur</translation>
  </message>
  <message>
    <source>Rename the filter</source>
    <translation>Renommer le filtre</translation>
  </message>
  <message>
    <source>Rename…</source>
    <translation>Renommer…</translation>
  </message>
  <message>
    <source>Retry</source>
    <translation>Réessayer</translation>
  </message>
  <message>
    <source>Same person</source>
    <translation>La même personne</translation>
  </message>
  <message>
    <source>Save</source>
    <translation>Enregistrer</translation>
  </message>
  <message>
    <source>Save this filter</source>
    <translation>Enregistrer ce filtre</translation>
  </message>
  <message>
    <source>Save this filter…</source>
    <translation>Enregistrer ce filtre…</translation>
  </message>
  <message>
    <source>Schedule</source>
    <translation>Programme</translation>
  </message>
  <message>
    <source>Scheduled</source>
    <translation>Programmé</translation>
  </message>
  <message>
    <source>Scheduled; no image has arrived yet.</source>
    <translation>Programmé ; aucune image reçue.</translation>
  </message>
  <message>
    <source>Search</source>
    <translation>Rechercher</translation>
  </message>
  <message>
    <source>Search as you type, with or without accents; several words narrow it down (Ctrl+F)</source>
    <translation>Recherche au fil de la frappe, avec ou sans accents ; plusieurs mots affinent (Ctrl+F)</translation>
  </message>
  <message>
    <source>Search the archives</source>
    <translation>Chercher dans les archives</translation>
  </message>
  <message>
    <source>Searching the archives for “{words}”…</source>
    <translation>Recherche de « {words} » dans les archives…</translation>
  </message>
  <message>
    <source>Sections</source>
    <translation>Rubriques</translation>
  </message>
  <message>
    <source>Settings…</source>
    <translation>Réglages…</translation>
  </message>
  <message>
    <source>Show the one found elsewhere</source>
    <translation>Voir celui trouvé ailleurs</translation>
  </message>
  <message>
    <source>Show the {count} found elsewhere</source>
    <translation>Voir les {count} trouvés ailleurs</translation>
  </message>
  <message>
    <source>Site</source>
    <translation>Site</translation>
  </message>
  <message>
    <source>Smaller text</source>
    <translation>Textes plus petits</translation>
  </message>
  <message>
    <source>State</source>
    <translation>État</translation>
  </message>
  <message>
    <source>The archives have answered: {count} exam matches</source>
    <translation>Les archives ont répondu : {count} examen correspond</translation>
  </message>
  <message>
    <source>The archives have answered: {count} exams match</source>
    <translation>Les archives ont répondu : {count} examens correspondent</translation>
  </message>
  <message>
    <source>The schedule comes from archives with a modality worklist; it is switched on in the settings.</source>
    <translation>Le programme vient des archives qui offrent une worklist des modalités ; elle s'active dans les réglages.</translation>
  </message>
  <message>
    <source>This archive does not answer</source>
    <translation>Cette archive ne répond pas</translation>
  </message>
  <message>
    <source>To read</source>
    <translation>À lire</translation>
  </message>
  <message>
    <source>Today</source>
    <translation>Aujourd'hui</translation>
  </message>
  <message>
    <source>Tomorrow</source>
    <translation>Demain</translation>
  </message>
  <message>
    <source>Try the demo region</source>
    <translation>Essayer la région de démonstration</translation>
  </message>
  <message>
    <source>Trying</source>
    <translation>Essai en cours</translation>
  </message>
  <message>
    <source>Undo</source>
    <translation>Annuler</translation>
  </message>
  <message>
    <source>Undo (Ctrl+Z)</source>
    <translation>Annuler (Ctrl+Z)</translation>
  </message>
  <message>
    <source>Undone: {what}</source>
    <translation>Annulé : {what}</translation>
  </message>
  <message>
    <source>Unreachable</source>
    <translation>Injoignable</translation>
  </message>
  <message>
    <source>Urgent</source>
    <translation>Urgences</translation>
  </message>
  <message>
    <source>Urgent exams</source>
    <translation>Examens urgents</translation>
  </message>
  <message>
    <source>Usual columns</source>
    <translation>Colonnes habituelles</translation>
  </message>
  <message>
    <source>View</source>
    <translation>Affichage</translation>
  </message>
  <message>
    <source>When its first image arrived here, or an archive first told of it</source>
    <translation>Arrivée de la première image ici, ou première annonce par une archive</translation>
  </message>
  <message>
    <source>When the exam was made</source>
    <translation>Date de réalisation de l'examen</translation>
  </message>
  <message>
    <source>Where do the exams come from?</source>
    <translation>D'où viennent les examens ?</translation>
  </message>
  <message>
    <source>Who is reading it, or has read it</source>
    <translation>Qui le lit, ou l'a lu</translation>
  </message>
  <message>
    <source>all {count} images are here</source>
    <translation>les {count} images sont ici</translation>
  </message>
  <message>
    <source>and {count} more, not fetched</source>
    <translation>et {count} autres, non demandés</translation>
  </message>
  <message>
    <source>answers</source>
    <translation>répond</translation>
  </message>
  <message>
    <source>asked by {name}</source>
    <translation>demandé par {name}</translation>
  </message>
  <message>
    <source>at {time}: {why}</source>
    <translation>à {time} : {why}</translation>
  </message>
  <message>
    <source>being fetched</source>
    <translation>en cours de récupération</translation>
  </message>
  <message>
    <source>birth date unknown</source>
    <translation>date de naissance inconnue</translation>
  </message>
  <message>
    <source>birth date {date}</source>
    <translation>naissance {date}</translation>
  </message>
  <message>
    <source>born on {date}</source>
    <translation>née le {date}</translation>
  </message>
  <message>
    <source>born {date}</source>
    <translation>né le {date}</translation>
  </message>
  <message>
    <source>cannot be drawn</source>
    <translation>non affichable</translation>
  </message>
  <message>
    <source>here</source>
    <translation>ici</translation>
  </message>
  <message>
    <source>none known</source>
    <translation>aucun connu</translation>
  </message>
  <message>
    <source>one series</source>
    <translation>une série</translation>
  </message>
  <message>
    <source>probable identity</source>
    <translation>identité probable</translation>
  </message>
  <message>
    <source>ready at {time}</source>
    <translation>prêt pour {time}</translation>
  </message>
  <message>
    <source>retry</source>
    <translation>réessayer</translation>
  </message>
  <message>
    <source>the image is here</source>
    <translation>l'image est ici</translation>
  </message>
  <message>
    <source>today</source>
    <translation>aujourd'hui</translation>
  </message>
  <message>
    <source>trying again…</source>
    <translation>nouvel essai…</translation>
  </message>
  <message>
    <source>trying…</source>
    <translation>essai…</translation>
  </message>
  <message>
    <source>unreachable {time} · retry</source>
    <translation>injoignable {time} · réessayer</translation>
  </message>
  <message>
    <source>unreachable · retry</source>
    <translation>injoignable · réessayer</translation>
  </message>
  <message>
    <source>{cache}, encrypted</source>
    <translation>{cache}, chiffré</translation>
  </message>
  <message>
    <source>{count} d</source>
    <translation>{count} j</translation>
  </message>
  <message>
    <source>{count} exam</source>
    <translation>{count} examen</translation>
  </message>
  <message>
    <source>{count} exam or prior is being fetched</source>
    <translation>{count} examen ou antérieur en cours de récupération</translation>
  </message>
  <message>
    <source>{count} exam shown</source>
    <translation>{count} examen affiché</translation>
  </message>
  <message>
    <source>{count} exams</source>
    <translation>{count} examens</translation>
  </message>
  <message>
    <source>{count} exams and priors are being fetched</source>
    <translation>{count} examens et antérieurs en cours de récupération</translation>
  </message>
  <message>
    <source>{count} exams shown</source>
    <translation>{count} examens affichés</translation>
  </message>
  <message>
    <source>{count} fetch failed: see the exam</source>
    <translation>{count} récupération a échoué : voir l'examen</translation>
  </message>
  <message>
    <source>{count} fetches failed: see the exams</source>
    <translation>{count} récupérations ont échoué : voir les examens</translation>
  </message>
  <message>
    <source>{count} image left</source>
    <translation>{count} image restante</translation>
  </message>
  <message>
    <source>{count} image waits to be sent</source>
    <translation>Envois : {count} image en attente</translation>
  </message>
  <message>
    <source>{count} images left</source>
    <translation>{count} images restantes</translation>
  </message>
  <message>
    <source>{count} images wait to be sent</source>
    <translation>Envois : {count} images en attente</translation>
  </message>
  <message>
    <source>{count} m</source>
    <translation>{count} m</translation>
  </message>
  <message>
    <source>{count} new exam</source>
    <translation>{count} nouveau</translation>
  </message>
  <message>
    <source>{count} new exams</source>
    <translation>{count} nouveaux</translation>
  </message>
  <message>
    <source>{count} series</source>
    <translation>{count} séries</translation>
  </message>
  <message>
    <source>{here} of {known} earlier exams are here</source>
    <translation>{here} antérieurs sur {known} sont ici</translation>
  </message>
  <message>
    <source>{here} of {known} here</source>
    <translation>{here} sur {known} ici</translation>
  </message>
  <message>
    <source>{here} of {known} images are here, the others still at the archive</source>
    <translation>{here} images sur {known} sont ici, les autres encore à l'archive</translation>
  </message>
  <message>
    <source>{here} of {known} images here</source>
    <translation>{here} images sur {known} ici</translation>
  </message>
  <message>
    <source>{here} of {known} images here, being fetched</source>
    <translation>{here} images sur {known} ici, récupération en cours</translation>
  </message>
  <message>
    <source>{name} answers. Click to try it again.</source>
    <translation>{name} répond. Cliquer pour vérifier à nouveau.</translation>
  </message>
  <message>
    <source>{name} is being tried</source>
    <translation>Nouvel essai de {name}</translation>
  </message>
  <message>
    <source>{name} is being tried.</source>
    <translation>Essai de {name} en cours.</translation>
  </message>
  <message>
    <source>{n} image</source>
    <translation>{n} image</translation>
  </message>
  <message>
    <source>{n} images</source>
    <translation>{n} images</translation>
  </message>
  <message>
    <source>{patient}: asked for at once, opens with its first images</source>
    <translation>{patient} : demandé en priorité, s'ouvre dès ses premières images</translation>
  </message>
  <message>
    <source>{patient}: being fetched with its priors</source>
    <translation>{patient} : récupération en cours, avec ses antérieurs</translation>
  </message>
  <message>
    <source>{patient}: marked as read</source>
    <translation>{patient} : marqué lu</translation>
  </message>
  <message>
    <source>{patient}: no longer urgent</source>
    <translation>{patient} : n'est plus urgent</translation>
  </message>
  <message>
    <source>{patient}: to read again</source>
    <translation>{patient} : remis à lire</translation>
  </message>
  <message>
    <source>{patient}: urgent</source>
    <translation>{patient} : urgent</translation>
  </message>
  <message>
    <source>{size} left</source>
    <translation>{size} restants</translation>
  </message>
  <message>
    <source>{size}/s</source>
    <translation>{size}/s</translation>
  </message>
  <message>
    <source>{value} GB</source>
    <translation>{value} Go</translation>
  </message>
  <message>
    <source>{value} MB</source>
    <translation>{value} Mo</translation>
  </message>
  <message>
    <source>{value} TB</source>
    <translation>{value} To</translation>
  </message>
  <message>
    <source>{value} ms</source>
    <translation>{value} ms</translation>
  </message>
  <message>
    <source>⚠ Its sources disagree whose exam this is: {reason}</source>
    <translation>⚠ Ses sources ne s'accordent pas sur le patient : {reason}</translation>
  </message>
  <message>
    <source>⚠ key beside the store</source>
    <translation>⚠ clé à côté du stockage</translation>
  </message>
</context>
</TS>
