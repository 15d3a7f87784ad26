<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>net</name>
  <message>
    <source>A courier already works for this store. There is nothing to do.</source>
    <translation>Un coursier travaille déjà pour ce stockage. Il n'y a rien à faire.</translation>
  </message>
  <message>
    <source>An object is not a DICOM file (no Part-10 head).</source>
    <translation>Un objet n'est pas un fichier DICOM (pas d'en-tête Part 10).</translation>
  </message>
  <message>
    <source>An object's file head names no transfer syntax or is cut.</source>
    <translation>L'en-tête d'un objet ne donne pas de syntaxe de transfert ou est tronqué.</translation>
  </message>
  <message>
    <source>An unexpected fault while fetching: {detail}.</source>
    <translation>Défaut imprévu pendant la récupération : {detail}.</translation>
  </message>
  <message>
    <source>Cannot listen on {bind}, port {port} ({cause}). Choose another address or port.</source>
    <translation>Impossible d'écouter sur {bind}, port {port} ({cause}). Choisissez une autre adresse ou un autre port.</translation>
  </message>
  <message>
    <source>No archive of that name is configured. Check the archives in the settings.</source>
    <translation>Aucune archive de ce nom n'est configurée. Vérifiez les archives dans les réglages.</translation>
  </message>
  <message>
    <source>No archive {name} is configured. Check the archives in the settings.</source>
    <translation>Aucune archive {name} n'est configurée. Vérifiez les archives dans les réglages.</translation>
  </message>
  <message>
    <source>No configured archive has this exam. Check the archives in the settings.</source>
    <translation>Aucune archive configurée n'a cet examen. Vérifiez les archives dans les réglages.</translation>
  </message>
  <message>
    <source>Port {port} is in use by another program. Stop that program or choose another port.</source>
    <translation>Le port {port} est utilisé par un autre programme. Arrêtez ce programme ou choisissez un autre port.</translation>
  </message>
  <message>
    <source>Port {port} may not be used by this user. Choose one above 1023.</source>
    <translation>Le port {port} n'est pas permis à cet utilisateur. Choisissez-en un au-dessus de 1023.</translation>
  </message>
  <message>
    <source>Receiving</source>
    <translation>Réception</translation>
  </message>
  <message>
    <source>The search is not understood: {cause}.</source>
    <translation>La recherche n'est pas comprise : {cause}.</translation>
  </message>
  <message>
    <source>This exam is refused as a prior: it may be of another person.</source>
    <translation>Cet examen est refusé comme antériorité : il est peut-être d'une autre personne.</translation>
  </message>
  <message>
    <source>Trying {name} again.</source>
    <translation>Nouvel essai de {name}.</translation>
  </message>
  <message>
    <source>Trying {name}.</source>
    <translation>Essai de {name}.</translation>
  </message>
  <message>
    <source>fetching by C-GET</source>
    <translation>la récupération par C-GET</translation>
  </message>
  <message>
    <source>fetching by C-MOVE</source>
    <translation>la récupération par C-MOVE</translation>
  </message>
  <message>
    <source>fetching by DICOMweb</source>
    <translation>la récupération par DICOMweb</translation>
  </message>
  <message>
    <source>it could not send the images</source>
    <translation>elle n'a pas pu envoyer les images</translation>
  </message>
  <message>
    <source>it does not accept this kind of object</source>
    <translation>elle n'accepte pas ce type d'objet</translation>
  </message>
  <message>
    <source>it does not know the AE title to send to; have it added at the archive, with this machine's address and port</source>
    <translation>elle ne connaît pas l'AE title destinataire ; faites-le ajouter dans l'archive, avec l'adresse et le port de ce poste</translation>
  </message>
  <message>
    <source>it is out of resources</source>
    <translation>elle manque de ressources</translation>
  </message>
  <message>
    <source>sending</source>
    <translation>l'envoi</translation>
  </message>
  <message>
    <source>the echo</source>
    <translation>l'écho</translation>
  </message>
  <message>
    <source>the object could not be re-encoded ({cause}).</source>
    <translation>l'objet n'a pas pu être réencodé ({cause}).</translation>
  </message>
  <message>
    <source>the object would be {size} MB uncompressed: send it to an archive that takes it as it is</source>
    <translation>l'objet ferait {size} Mo sans compression : envoyez-le à une archive qui l'accepte tel quel</translation>
  </message>
  <message>
    <source>the other side does not take this kind of object ({kind}).</source>
    <translation>le destinataire n'accepte pas ce type d'objet ({kind}).</translation>
  </message>
  <message>
    <source>the other side takes this kind of object in no encoding that can be made ({syntax}).</source>
    <translation>le destinataire n'accepte ce type d'objet dans aucun encodage possible ({syntax}).</translation>
  </message>
  <message>
    <source>the query</source>
    <translation>la requête</translation>
  </message>
  <message>
    <source>the schedule query</source>
    <translation>la requête de planning</translation>
  </message>
  <message>
    <source>this workstation is not allowed to</source>
    <translation>ce poste n'en a pas le droit</translation>
  </message>
  <message>
    <source>{count} images of {name} could not be stored: {first}</source>
    <translation>{count} images de {name} n'ont pas pu être enregistrées : {first}</translation>
  </message>
  <message>
    <source>{name} accepts no connection at {place}. Check that the archive runs, and its host and port.</source>
    <translation>{name} n'accepte pas de connexion à {place}. Vérifiez que l'archive fonctionne, son adresse et son port.</translation>
  </message>
  <message>
    <source>{name} answered {what} with an error (HTTP {status}). Try again; if it happens again, look at the archive's log.</source>
    <translation>Erreur de {name} pendant {what} (HTTP {status}). Réessayez ; si cela se répète, consultez le journal de l'archive.</translation>
  </message>
  <message>
    <source>{name} answered {what} with an error ({detail}). Try again; if it happens again, look at the archive's log.</source>
    <translation>Erreur de {name} pendant {what} ({detail}). Réessayez ; si cela se répète, consultez le journal de l'archive.</translation>
  </message>
  <message>
    <source>{name} answers in {ms} ms.</source>
    <translation>{name} répond en {ms} ms.</translation>
  </message>
  <message>
    <source>{name} at {place} cannot be reached ({cause}). Check the network, its host and port.</source>
    <translation>{name} à {place} est injoignable ({cause}). Vérifiez le réseau, son adresse et son port.</translation>
  </message>
  <message>
    <source>{name} at {place} closed the connection in the middle of {what}. Try again; if it happens again, look at the archive's log.</source>
    <translation>{name} à {place} a coupé la connexion pendant {what}. Réessayez ; si cela se répète, consultez le journal de l'archive.</translation>
  </message>
  <message>
    <source>{name} at {place} could not be reached within {seconds} s. Check the network, and that no firewall stands between.</source>
    <translation>{name} à {place} n'a pas pu être joint en {seconds} s. Vérifiez le réseau, et qu'aucun pare-feu ne s'interpose.</translation>
  </message>
  <message>
    <source>{name} could not send {failed} of {total} images. What came is kept; try again, then look at the archive.</source>
    <translation>{name} n'a pas pu envoyer {failed} images sur {total}. Ce qui est arrivé est gardé ; réessayez, puis voyez l'archive.</translation>
  </message>
  <message>
    <source>{name} did not store it (0x{status:04X}{comment}).</source>
    <translation>{name} ne l'a pas enregistré (0x{status:04X}{comment}).</translation>
  </message>
  <message>
    <source>{name} did not store it ({reason}).</source>
    <translation>{name} ne l'a pas enregistré ({reason}).</translation>
  </message>
  <message>
    <source>{name} does not know this workstation's AE title {aet}. Have {aet} added at the archive.</source>
    <translation>{name} ne connaît pas l'AE title {aet} de ce poste. Faites ajouter {aet} dans l'archive.</translation>
  </message>
  <message>
    <source>{name} does not let this workstation in (HTTP {status}). Check the log-in or the rights at the archive.</source>
    <translation>{name} refuse l'accès à ce poste (HTTP {status}). Vérifiez l'identifiant ou les droits dans l'archive.</translation>
  </message>
  <message>
    <source>{name} does not offer {what} to this workstation. Have it allowed at the archive, or choose another way in the settings.</source>
    <translation>{name} n'offre pas {what} à ce poste. Faites-la autoriser dans l'archive, ou choisissez une autre voie dans les réglages.</translation>
  </message>
  <message>
    <source>{name} has no way to fetch images in the settings.</source>
    <translation>Les réglages ne donnent aucun moyen de récupérer les images de {name}.</translation>
  </message>
  <message>
    <source>{name} is too busy to answer now. Try again in a moment.</source>
    <translation>{name} est trop occupée pour répondre. Réessayez dans un instant.</translation>
  </message>
  <message>
    <source>{name} refused {what}: {reason} ({detail}).</source>
    <translation>{name} a refusé {what} : {reason} ({detail}).</translation>
  </message>
  <message>
    <source>{name} refuses the connection (reason {source}.{reason}). Check that it knows the AE title {aet} and this machine.</source>
    <translation>{name} refuse la connexion (motif {source}.{reason}). Vérifiez qu'elle connaît l'AE title {aet} et ce poste.</translation>
  </message>
  <message>
    <source>{name} says that {aet} is not its AE title. Check the archive's AE title in the settings.</source>
    <translation>{name} dit que {aet} n'est pas son AE title. Vérifiez l'AE title de l'archive dans les réglages.</translation>
  </message>
  <message>
    <source>{name} sent the exam to port {port}, but not all of it arrived: another program may listen there. Check the port to receive on.</source>
    <translation>{name} a envoyé l'examen au port {port}, mais tout n'est pas arrivé : un autre programme y écoute peut-être. Vérifiez le port de réception.</translation>
  </message>
  <message>
    <source>{name} was connected at {place} but said nothing for {seconds} s during {what}. It may be overloaded. Try again.</source>
    <translation>{name} est connectée à {place} mais n'a rien dit pendant {seconds} s durant {what}. Elle est peut-être surchargée. Réessayez.</translation>
  </message>
  <message>
    <source>{name}: the host of {place} is not known. Check its name, and that this machine is on the network.</source>
    <translation>{name} : l'hôte de {place} est inconnu. Vérifiez son nom, et que ce poste est sur le réseau.</translation>
  </message>
  <message>
    <source>{name}: what answers at {place} does not speak DICOM. Check the port: the archive's DICOM port, not its web port.</source>
    <translation>{name} : ce qui répond à {place} ne parle pas DICOM. Vérifiez le port : le port DICOM de l'archive, pas son port web.</translation>
  </message>
  <message>
    <source>{name}: what answers at {place} is not DICOMweb. Check the address, up to and without /studies.</source>
    <translation>{name} : ce qui répond à {place} n'est pas DICOMweb. Vérifiez l'adresse, jusqu'à /studies non compris.</translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}). Choose another place with --home.</source>
    <translation>{path} n'est pas accessible en écriture ({cause}). Choisissez un autre emplacement avec --home.</translation>
  </message>
</context>
</TS>
