# Tous les textes de carnet en français, dans le même ordre que en.ftl, suivis
# de l’aide des commandes et des options.
#
# Les erreurs commencent par une minuscule et n’ont pas de point final ; les
# autres phrases en ont un, sauf si elles finissent par quelque chose à copier.
# Une espace insécable précède : ; ! ? et borde les guillemets.

## Mots de l’aide

help-words = -
    .usage = Utilisation :
    .commands = Commandes
    .command = COMMANDE
    .global-options = Options générales
    .help = Afficher l’aide
    .version = Afficher la version
    .examples = Exemples :
    .default = par défaut :
    .values = valeurs possibles :

## Étiquettes

label-error = erreur :
label-warning = attention :
label-cause = cause :
label-hint = conseil :

## Erreurs dans la façon de demander

usage-value-missing = il manque une valeur à { $argument }
usage-value-invalid = { $argument } ne peut pas être « { $value } »
usage-value-refused = { $argument } ne peut pas être « { $value } » : { $reason }
usage-unknown-argument = argument inconnu { $argument }
usage-unknown-command = commande inconnue { $command }
usage-argument-missing = il manque { $argument }
usage-command-missing = il manque une commande
usage-repeated = { $argument } ne peut être donné qu’une fois
usage-conflict = { $argument } et { $other } s’excluent
usage-too-many-values = { $argument } n’accepte pas d’autre valeur comme « { $value } »
usage-wrong-number-of-values = { $argument } n’a pas le bon nombre de valeurs
usage-no-equals = { $argument } veut un signe égal avant sa valeur
usage-not-utf8 = un argument n’est pas un texte lisible (UTF-8)
usage-other = { $error }
usage-suggestion = vouliez-vous dire { $suggestion } ?
usage-valid-values = les choix sont { $values }
usage-help = { $command }
text-line-break = il faut une seule ligne, sans caractère de commande
text-too-long = il y a plus de { $limit } caractères
not-utf8 = ce n’est pas un texte en UTF-8
nothing-to-change = il n’y a rien à changer
nothing-done = rien n’a été fait

## Adresses et noms

address-empty = l’adresse est vide
address-no-at = il n’y a pas de @
address-empty-local-part = il n’y a rien avant le @
address-empty-domain = il n’y a rien après le @
address-space = une adresse n’a pas d’espace à l’intérieur
address-character = une adresse ne peut pas avoir le caractère { $character } à cet endroit
address-dots = un point est mal placé avant le @
address-domain = ce qui suit le @ n’est pas un nom de domaine
address-no-top-domain = le domaine n’est pas complet, comme l’est example.org
address-too-long = c’est trop long pour une adresse
address-erased = { $address } a été effacée à sa demande et ne peut pas être ajoutée de nouveau
list-name-empty = le nom est vide
list-name-character = le nom d’une liste n’a que des minuscules sans accent, des chiffres, le point, le tiret et le tiret bas, pas { $character }
list-name-start = le nom d’une liste commence par une lettre ou un chiffre
list-name-too-long = le nom d’une liste a { $limit } caractères au plus
limit-invalid = une limite est un nombre de messages et une durée, comme 400/min, 3500/h ou 800/10min

## Règles

refused-owner = { $address } ne peut pas être propriétaire d’une liste : ce n’est pas une adresse professionnelle (R1)
refused-moderator = { $address } ne peut pas modérer une liste : ce n’est pas une adresse professionnelle (R4)
refused-sender = { $address } ne peut pas écrire : ce n’est pas une adresse professionnelle (R4)
refused-no-account = { $address } ne peut pas écrire : elle n’a pas de compte SMTP ici (R4)
refused-not-moderator = { $address } ne peut pas écrire à { $list } : ce n’est pas l’un de ses modérateurs (R3)
refused-not-owner = { $address } ne peut pas écrire à { $list } : ce n’est pas son propriétaire, et la liste n’a pas de modérateur (R3)
hint-no-professional-domain = indiquez d’abord le domaine professionnel de l’école : carnet setup --professional-domain DOMAINE
hint-professional-domains =
    { $count ->
        [one] le domaine professionnel est { $domains }
       *[other] les domaines professionnels sont { $domains }
    }
hint-add-account = carnet account add { $address } --host SERVEUR
hint-moderators-write =
    { $count ->
        [one] c’est le modérateur qui écrit : { $addresses }
       *[other] ce sont les modérateurs qui écrivent : { $addresses }
    }
hint-owner-writes = c’est le propriétaire qui écrit : { $address }

## Fichiers

store-busy = un autre carnet est en train de changer des listes ou des réglages, et tient { $path }
store-sending = un autre carnet est en train d’envoyer le message { $id }
store-too-new = { $path } a été écrit par une version plus récente de carnet (format { $format }, celle-ci connaît { $known })
store-corrupt = { $path } est abîmé
no-list = aucune liste ne s’appelle { $name }
list-exists = une liste s’appelle déjà { $name }
no-message = aucun message n’a l’identifiant { $id }
ambiguous-message = plusieurs messages commencent par { $id }
cannot-read = impossible de lire { $path }
cannot-write = impossible d’écrire { $path }
cannot-lock = impossible de verrouiller { $path }
cannot-remove = impossible de supprimer { $path }
cannot-write-output = impossible d’écrire le résultat
waiting-for-lock = Un autre carnet travaille ; j’attends qu’il ait fini.
hint-try-again-later = réessayez quand il aura fini
hint-update-carnet = mettez carnet à jour sur cet ordinateur ; rien n’a été changé
hint-doctor = carnet doctor
hint-create-list = carnet list create NOM
hint-the-lists-are =
    { $count ->
        [one] la seule liste est { $names }
       *[other] les listes sont { $names }
    }
hint-messages-are = ce sont { $ids }
hint-message-list = carnet archive list, ou carnet queue list
hint-disk-full = faites de la place sur le disque et réessayez ; rien n’a été changé
hint-permissions = vérifiez que vous pouvez y écrire, ou choisissez un autre dossier avec --home

## Configuration

no-account = aucun compte n’a l’adresse { $address }
no-default-account = aucun compte n’est choisi
no-home = ce système n’indique aucun dossier pour la configuration et les données
plain-text-beyond-loopback = sans chiffrement (--security none), seul cet ordinateur peut être joint, pas { $host }
secret-missing = le mot de passe de { $address } n’est pas connu
secret-exposed = d’autres peuvent lire le mot de passe dans { $path }
secret-command-failed = la commande du mot de passe a échoué ({ $command } : { $reason })
secret-command-empty = la commande du mot de passe n’a rien affiché ({ $command })
hint-add-an-account = carnet account add ADRESSE --host SERVEUR
hint-the-accounts-are =
    { $count ->
        [one] le seul compte est { $addresses }
       *[other] les comptes sont { $addresses }
    }
hint-home = choisissez-en un avec --home
hint-security = --security tls, ou --security starttls
hint-set-password = carnet account edit { $address } --password-stdin
hint-chmod = chmod 600 { $path }
hint-password-command = lancez la commande à la main et voyez ce qu’elle dit

## Questions

prompt-yes-no = [o/N]
prompt-no-terminal = il faut répondre à une question, et il n’y a pas de terminal où la poser
prompt-interrupted = interrompu
prompt-failed = impossible de poser une question dans ce terminal
hint-option-instead = répondez avec { $option }
progress-remaining = encore { $time }

## Étapes d’un envoi

step-connect = connexion
step-hello = accueil
step-tls = chiffrement
step-auth = identification
step-mail = expéditeur
step-rcpt = destinataire
step-data = début du message
step-content = message
step-reset = remise à zéro
send-wrong-password = le serveur a refusé l’identifiant ou le mot de passe
send-refused = le serveur a refusé ({ $step }) : { $reply }
send-unexpected = le serveur n’a pas répondu correctement ({ $step }) : { $reply }
send-timeout = le serveur n’a pas répondu à temps ({ $step })
send-lost = la connexion a échoué ({ $step }) : { $reason }
send-unknown-host = le nom du serveur est inconnu
send-certificate = le certificat du serveur n’est pas digne de confiance : { $reason }
send-no-starttls = le serveur ne propose pas de chiffrement (STARTTLS)
send-no-authentication = le serveur ne propose aucune identification que carnet connaisse
send-no-smtputf8 = le serveur n’accepte pas d’adresse avec des lettres accentuées avant le @
hint-check-password = vérifiez l’identifiant, puis redonnez le mot de passe : carnet account edit ADRESSE --password-stdin
hint-no-starttls = essayez --security tls avec le port 465 ; carnet n’envoie jamais un mot de passe en clair
hint-certificate = vérifiez le nom du serveur ; si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur
hint-unknown-host = vérifiez le nom du serveur : carnet account edit ADRESSE --host SERVEUR
hint-connect = vérifiez le nom et le port du serveur, et le réseau
hint-sender-refused = l’expéditeur doit être l’adresse à laquelle appartient le compte

## Remises et messages

delivery-accepted = acceptée
delivery-refused = refusée
delivery-deferred = différée
delivery-uncertain = incertaine
delivery-pending = en attente
delivery-skipped = écartée
skip-removed = n’est plus sur les listes
skip-suspended = suspendue
skip-suppressed = supprimée à sa demande
skip-cancelled = message annulé
exclusion-duplicate = jointe par une autre liste
exclusion-suspended = suspendue
exclusion-suppressed = supprimée à sa demande
message-queued = non terminé
message-finished = terminé
message-cancelled = annulé

## Listes

list-created = Liste { $name } créée ; son propriétaire est { $owner }
list-edited = Liste { $name } modifiée.
list-unchanged = La liste { $name } était déjà ainsi.
list-renamed = La liste { $old } s’appelle maintenant { $new }
list-deleted =
    { $count ->
        [0] Liste { $name } supprimée ; elle n’avait pas d’abonné.
        [one] Liste { $name } et son abonnement supprimés.
       *[other] Liste { $name } et ses { $count } abonnements supprimés.
    }
list-counts =
    { $active ->
        [one] { $active } actif
       *[other] { $active } actifs
    }{ $suspended ->
        [0] {""}
        [one] , { $suspended } suspendu
       *[other] , { $suspended } suspendus
    }
no-list-yet = Aucune liste pour l’instant. Créez-en une : carnet list create NOM
no-moderator = aucun : le propriétaire écrit
confirm-delete-list =
    { $count ->
        [0] Supprimer la liste { $name }, qui n’a pas d’abonné ?
        [one] Supprimer la liste { $name } et son abonnement ?
       *[other] Supprimer la liste { $name } et ses { $count } abonnements ?
    }
hint-list-edit = carnet list edit --help
column-list = Liste
column-title = Titre
column-subscribers = Abonnés
column-moderators = Modérateurs
column-owner = Propriétaire
column-class = Classe
column-address = Adresse
column-name = Nom
column-classes = Classes
column-origin = Origine
column-status = État
field-list = Liste
field-title = Titre
field-description = Description
field-owner = Propriétaire
field-moderators = Modérateurs
field-subject-prefix = Préfixe du sujet
field-footer = Pied de message
field-created = Créée
field-subscribers = Abonnés

## Modérateurs

moderator-added = { $address } peut maintenant écrire à { $list }
moderator-already = { $address } était déjà modérateur de { $list }.
moderator-removed = { $address } ne modère plus { $list }
moderators-none = { $list } n’a pas de modérateur ; son propriétaire écrit : { $owner }
no-such-moderator = { $address } n’est pas modérateur de { $list }
hint-no-moderators = la liste n’a pas de modérateur
hint-the-moderators-are =
    { $count ->
        [one] le seul modérateur est { $addresses }
       *[other] les modérateurs sont { $addresses }
    }
owner-writes-again = { $list } n’a plus de modérateur ; son propriétaire écrit : { $owner }

## Abonnés

subscriber-added = { $address } ajoutée à { $list }
subscriber-already = { $address } était déjà sur { $list }.
subscriber-removed = { $address } retirée de { $list } ; un import ne la fera pas revenir.
subscriber-nowhere = { $address } n’est sur aucune liste.
no-subscriber = { $list } n’a pas de tel abonné.
no-such-subscriber = { $address } n’est pas sur { $list }
hint-subscriber-list = carnet subscriber list { $list }
origin-manual = à la main
origin-onde = ONDE
origin-file = fichier
status-active = actif
status-suspended = suspendu

## Fichiers de personnes

file-empty = il est vide
file-pdf = c’est un document PDF
file-spreadsheet = c’est un classeur de tableur, pas un fichier CSV
file-web-page = c’est une page web, comme quand une session a expiré
file-binary = ce n’est pas du texte
file-missing = ce fichier n’existe pas
file-folder = c’est un dossier
file-eleves = c’est l’extraction des élèves d’ONDE, qui n’a aucune adresse électronique
file-no-email-column = aucune colonne ne contient d’adresses électroniques
file-no-column = aucune colonne n’a pour titre « { $heading } »
file-not-onde = ce n’est pas l’extraction des responsables d’ONDE
file-no-row = il a des titres de colonnes et aucune ligne
row-cut = la ligne est incomplète : le fichier y a été coupé, ou un guillemet manque
kind-onde = ONDE, responsables
kind-csv = CSV
kind-addresses = adresses
standard-input = entrée standard
column-needs-equals = on écrit CHAMP=TITRE, comme email=Courriel
column-unknown-field = les champs sont email, name, first-name et class
hint-name-the-file = nommez le fichier lui-même, avec son dossier, comme Téléchargements/CSVExtraction.csv
hint-save-as-csv = importez le fichier tel qu’ONDE l’a donné, ou enregistrez d’abord le classeur en CSV
hint-export-responsables = dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »
hint-name-the-column = dites laquelle : --column email=TITRE ; les titres sont { $headings }
hint-the-columns-are = les titres sont { $headings }

## Import

cannot-import = impossible d’importer { $file }
cannot-write-report = impossible d’écrire le rapport
import-needs-target = il manque la liste
hint-import-target = --list NOM pour une seule liste, ou --by-class pour une liste par classe
import-unknown-class = aucun élève des fichiers n’est dans une classe « { $class } »
import-sync-needs-onde = { $file } n’est pas une extraction d’ONDE, et seule ONDE dit qui a quitté l’école
import-class-name = aucune liste ne peut porter le nom de la classe « { $class } » : { $reason }
hint-no-class = les fichiers ne nomment aucune classe
hint-the-classes-are =
    { $count ->
        [one] la seule classe est { $classes }
       *[other] les classes sont { $classes }
    }
hint-without-sync = importez-le sans --sync
hint-choose-prefix = choisissez un autre début avec --prefix
alarm-no-valid-row = aucune ligne des fichiers n’a d’adresse
alarm-mass-removal =
    { $leaving ->
        [one] { $leaving } abonné venu d’ONDE sur { $total } partirait
       *[other] { $leaving } abonnés venus d’ONDE sur { $total } partiraient
    }
alarm-absent-classes =
    { $count ->
        [one] une classe qui a des abonnés n’est dans aucun des fichiers : { $classes }
       *[other] des classes qui ont des abonnés ne sont dans aucun des fichiers : { $classes }
    }
alarm-cut = { $file } est incomplet
import-removals-refused = rien n’a été changé, car cette extraction n’est peut-être pas la bonne : { $reason }
import-both-reasons = { $first } ; { $second }
hint-rename-class-list = si la classe a seulement changé de nom : carnet list rename { $old } { $new }, puis importez de nouveau
hint-allow-mass-removal = si c’est exact : --allow-mass-removal
import-file =
    { $rows ->
        [0] { $file } : { $kind }, { $encoding }, aucune ligne
        [one] { $file } : { $kind }, { $encoding }, { $rows } ligne
       *[other] { $file } : { $kind }, { $encoding }, { $rows } lignes
    }
import-organismes =
    { $count ->
        [one] { $count } ligne d’organisme a été laissée de côté.
       *[other] { $count } lignes d’organismes ont été laissées de côté.
    }
column-added = Ajoutés
column-updated = Modifiés
column-unchanged = Inchangés
column-left = Partis
import-new-list = { $list } (nouvelle)
import-pupils-reached =
    { $count ->
        [one] { $reached } élève sur { $count } a un responsable à qui écrire.
       *[other] { $reached } élèves sur { $count } ont un responsable à qui écrire.
    }
import-rows-reached =
    { $count ->
        [one] { $reached } personne sur { $count } peut recevoir des messages.
       *[other] { $reached } personnes sur { $count } peuvent recevoir des messages.
    }
import-unreachable =
    { $count ->
        [one] { $count } élève dont aucun responsable ne peut recevoir de message : sur papier
       *[other] { $count } élèves dont aucun responsable ne peut recevoir de message : sur papier
    }
import-pupil = { $name }, { $class }
import-refused =
    { $count ->
        [one] { $count } adresse ou ligne refusée
       *[other] { $count } adresses ou lignes refusées
    }
import-refused-value = { $place } : « { $value } » : { $reason }
import-cell = { $file }, ligne { $line }, { $column }
import-line = { $file }, ligne { $line }
import-located = { $place } : { $what }
import-mistyped =
    { $count ->
        [one] { $count } adresse qui semble mal tapée, importée telle quelle
       *[other] { $count } adresses qui semblent mal tapées, importées telles quelles
    }
import-mistyped-address = { $place } : { $address } (peut-être { $likely })
import-without-address =
    { $count ->
        [one] { $count } personne sans adresse
       *[other] { $count } personnes sans adresse
    }
import-without-class =
    { $count ->
        [one] { $count } personne sur aucune liste : son élève n’a pas de classe
       *[other] { $count } personnes sur aucune liste : leurs élèves n’ont pas de classe
    }
import-suppressed =
    { $count ->
        [one] { $count } adresse non ajoutée : supprimée à sa demande
       *[other] { $count } adresses non ajoutées : supprimées à leur demande
    }
import-on-list = { $address } ({ $list })
import-moved =
    { $count ->
        [one] { $count } personne a changé d’adresse
       *[other] { $count } personnes ont changé d’adresse
    }
import-moved-one = { $name } : { $from } devient { $to } ({ $list })
import-left =
    { $count ->
        [one] { $count } abonnement prend fin : absent des fichiers
       *[other] { $count } abonnements prennent fin : absents des fichiers
    }
import-would-leave =
    { $count ->
        [one] { $count } abonnement aurait pris fin : absent des fichiers
       *[other] { $count } abonnements auraient pris fin : absents des fichiers
    }
import-left-one = { $address } { $name } ({ $list })
import-kept =
    { $count ->
        [one] { $count } abonnement demeure bien qu’absent des fichiers : il ne vient pas d’ONDE
       *[other] { $count } abonnements demeurent bien qu’absents des fichiers : ils ne viennent pas d’ONDE
    }
import-renamed = La classe { $from } semble s’appeler maintenant { $to }. Sa liste { $old } demeure à côté de { $new }.
import-dry-run = Rien n’a été changé.
sheet-event = Événement
sheet-file = Fichier
sheet-line = Ligne
sheet-column = Colonne
sheet-detail = Détail
sheet-unreachable = Élève non joint
sheet-refused = Refus
sheet-mistyped = Mal tapée ?
sheet-without-address = Sans adresse
sheet-without-class = Sans classe
sheet-suppressed = Supprimée à sa demande
sheet-moved = A changé d’adresse
sheet-kept = Maintenu

## Aide des commandes et des options

help = Tenir les listes de diffusion d’une école, et écrire à chaque parent individuellement
    .home = Garder configuration et données dans ce dossier
    .json = Afficher le résultat comme un document JSON
    .lang = Parler cette langue
    .quiet = N’afficher que les erreurs
    .verbose = Afficher chaque étape
    .color = Utiliser des couleurs
    .yes = Répondre oui à toutes les questions

help-list = Créer, montrer, changer et supprimer des listes
help-list-create = Créer une liste
    .name = Le nom de la liste : minuscules sans accent, chiffres, point, tiret, tiret bas
    .owner = Le propriétaire de la liste : une adresse professionnelle [par défaut : celle du compte par défaut]
    .title = Ce que les gens lisent à la place du nom
    .description = À quoi sert la liste
    .subject-prefix = Mettre ceci devant chaque sujet
    .footer = Mettre le texte de ce fichier à la fin de chaque message
    .language = Écrire aux parents dans cette langue
help-list-list = Montrer toutes les listes
help-list-show = Montrer une liste : ses gens, ses textes, ses nombres
    .name = La liste
help-list-edit = Changer une liste
    .name = La liste
    .owner = Donner la liste à ce propriétaire : une adresse professionnelle
    .title = Ce que les gens lisent à la place du nom
    .description = À quoi sert la liste
    .subject-prefix = Mettre ceci devant chaque sujet
    .footer = Mettre le texte de ce fichier à la fin de chaque message
    .language = Écrire aux parents dans cette langue
help-list-rename = Donner un autre nom à une liste
    .old = Le nom actuel de la liste
    .new = Le nom qu’elle reçoit
help-list-delete = Supprimer une liste et ses abonnements
    .name = La liste
help-list-export = Écrire les abonnés d’une liste pour un autre programme
    .name = La liste
    .format = Comment écrire les abonnés

help-moderator = Dire qui peut écrire à une liste
help-moderator-add = Permettre à quelqu’un d’écrire à une liste
    .list = La liste
    .addresses = Des adresses professionnelles
help-moderator-remove = Ne plus permettre à quelqu’un d’écrire à une liste
    .list = La liste
    .addresses = Les adresses à retirer
help-moderator-list = Montrer qui peut écrire à une liste
    .list = La liste

help-subscriber = Ajouter, retirer et trouver des abonnés
help-subscriber-add = Ajouter des gens à une liste, à la main
    .list = La liste
    .addresses = Des adresses de toute sorte
    .name = Le nom de la personne
help-subscriber-remove = Retirer des gens d’une liste ; un import ne les fait pas revenir
    .list = La liste
    .addresses = Les adresses à retirer
help-subscriber-list = Montrer les abonnés d’une liste
    .list = La liste
    .status = Seulement ceux qui sont dans cet état
help-subscriber-find = Montrer les listes où se trouve une adresse
    .address = L’adresse

help-import = Mettre sur des listes les personnes d’un fichier
    .files = Les fichiers à lire : extraction des responsables d’ONDE, CSV, simples adresses ; - pour l’entrée standard
    .list = Mettre tout le monde sur cette liste
    .by-class = Mettre chacun sur la liste de la classe de ses enfants ; les listes qui manquent sont créées
    .classes = Ne prendre que cette classe, sans égard aux accents ni aux majuscules ; peut être répété
    .sync = Retirer qui venait d’ONDE et n’est plus dans les fichiers
    .allow-mass-removal = Les retirer même s’ils sont nombreux
    .format = Lire les fichiers comme étant de cette sorte
    .columns = Dire quel titre de colonne correspond à un champ : email, name, first-name ou class ; peut être répété
    .prefix = Commencer ainsi le nom des listes de classes [par défaut : parents-]
    .owner = Donner les nouvelles listes à ce propriétaire : une adresse professionnelle [par défaut : celle du compte par défaut]
    .report = Écrire tout le rapport dans ce fichier, pour un tableur
    .dry-run = Montrer ce qui serait fait, sans rien changer
    .examples =
        carnet import CSVExtraction.csv --by-class --dry-run
        carnet import CSVExtraction.csv --by-class --sync
