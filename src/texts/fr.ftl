# Tous les textes de carnet en français, dans le même ordre que en.ftl, suivis
# de l’aide des commandes et des options.
#
# Les erreurs commencent par une minuscule et n’ont pas de point final ; les
# autres phrases en ont un, sauf si elles finissent par quelque chose à copier.
# Une espace insécable précède : ; ! ? et borde les guillemets.

## Mots de l’aide

# clap met deux-points après un titre : l’espace insécable est ici.
help-words =
    .usage = Utilisation :
    .commands = Commandes{"\u00A0"}
    .command = COMMANDE
    .arguments = Arguments{"\u00A0"}
    .options = Options{"\u00A0"}
    .global-options = Options générales{"\u00A0"}
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
usage-extra-argument = un argument de trop : { $argument }
usage-unknown-argument = argument inconnu : { $argument }
usage-unknown-command = commande inconnue : { $command }
usage-argument-missing = il manque { $arguments }
usage-command-missing = il manque une commande
usage-repeated = { $argument } ne peut être donné qu’une fois
usage-alone = { $argument } se donne seul, sans autre option
usage-conflict = { $argument } et { $other } ne vont pas ensemble : donnez l’un ou l’autre
usage-too-many-values = { $argument } n’accepte pas la valeur « { $value } »
usage-wrong-number-of-values = { $argument } n’a pas le bon nombre de valeurs
usage-no-equals = { $argument } veut un signe égal avant sa valeur
usage-not-utf8 = un argument n’est pas un texte lisible (UTF-8)
usage-other = { $error }
usage-suggestion = vouliez-vous dire { $suggestion } ?
usage-valid-values = les choix sont { $values }
usage-help = pour en savoir plus : { $command } --help
usage-value-empty = { $argument } ne peut pas être vide
usage-example = par exemple : { $example }
usage-quotes = un texte de plusieurs mots se met entre guillemets, comme --subject "Sortie au musée"
number-invalid = ce n’est pas un nombre entier
number-too-large = le nombre est trop grand
number-too-small = c’est moins que { $least }
number-out-of-range = ce n’est pas entre { $least } et { $most }
text-line-break = il faut une seule ligne, sans caractère de commande
text-too-long = il y a plus de { $limit } caractères
not-utf8 = ce n’est pas un texte en UTF-8
nothing-to-change = la commande ne dit pas ce qui doit changer
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
time-span-invalid = une durée est un nombre et une unité, comme 30s, 90min, 24h ou 2j
timeout-invalid = le temps d’une étape s’écrit comme content=20min ; les étapes sont { $steps }

## Règles

refused-owner = { $address } ne peut pas être propriétaire d’une liste : ce n’est pas une adresse professionnelle (règle R1)
refused-moderator = { $address } ne peut pas modérer une liste : ce n’est pas une adresse professionnelle (règle R4)
refused-sender = { $address } ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
refused-no-account = { $address } ne peut pas écrire : carnet n’a pas de compte pour elle (règle R4)
refused-not-moderator = { $address } ne peut pas écrire à { $list } : elle n’est pas parmi ses modérateurs (règle R3)
refused-not-owner = { $address } ne peut pas écrire à { $list } : elle n’en est pas propriétaire, et la liste n’a pas de modérateur (règle R3)
hint-no-professional-domain = réglez d’abord le domaine professionnel de l’école : carnet setup ; sans question : carnet setup --professional-domain DOMAINE
hint-professional-domains =
    { $count ->
        [one] une adresse professionnelle finit ici par @{ $domains }
       *[other] les domaines professionnels sont { $domains }
    }
hint-add-account = pour écrire avec elle : carnet setup --address { SHELL($address) }
hint-moderators-write =
    { $count ->
        [one] c’est le modérateur qui écrit : { $addresses }
       *[other] ce sont les modérateurs qui écrivent : { $addresses }
    }
hint-writers =
    { $count ->
        [one] cette adresse peut écrire : { $addresses }
       *[other] ces adresses peuvent écrire : { $addresses }
    }
hint-owner-writes = c’est à son propriétaire d’écrire : { $address }
hint-no-moderator-writes = plus aucun modérateur n’a d’adresse professionnelle ; pour en ajouter un : carnet moderator add { $list } { SHELL($address) }
hint-no-owner-writes = son propriétaire n’a plus d’adresse professionnelle ; pour la confier à un autre : carnet list edit { $list } --owner { SHELL($address) }

## Fichiers

store-busy = un autre carnet est en train de changer des listes ou des réglages, et tient { $path }
store-sending = un autre carnet est en train d’envoyer le message { $id }
store-too-new = { $path } a été écrit par une version plus récente de carnet (format { $format } ; celle-ci connaît le format { $known })
store-corrupt = { $path } est abîmé
corrupt-at = ligne { $line }, colonne { $column }
corrupt-unknown = ligne { $line }, colonne { $column } : nom inconnu, { $name }
corrupt-line = ligne { $line }
corrupt-no-format = sans « format »
corrupt-count = lignes : { $count } ; selon message.json : { $expected }
corrupt-journal-lost = remises acceptées : { $accepted } ; selon message.json : { $expected }
no-list = aucune liste ne s’appelle { $name }
list-exists = une liste s’appelle déjà { $name }
no-message = aucun message n’a l’identifiant « { $id } »
ambiguous-message = plusieurs identifiants de message commencent par « { $id } »
cannot-read = impossible de lire { $path }
cannot-write = impossible d’écrire { $path }
cannot-lock = impossible de verrouiller { $path }
cannot-remove = impossible de supprimer { $path }
cannot-write-output = impossible d’écrire le résultat
waiting-for-lock = Un autre carnet travaille ; j’attends qu’il ait fini.
hint-try-again-later = réessayez quand il aura fini
hint-update-carnet = mettez carnet à jour sur cet ordinateur ; rien n’a été changé
hint-list-exists = choisissez un autre nom ; pour voir celle qui existe : carnet list show { $name }
hint-doctor = pour savoir que faire : carnet doctor
hint-create-list = pour la créer : carnet list create { $name }
hint-likely-list = vouliez-vous dire { $name } ? Les listes sont { $names }
hint-the-lists-are =
    { $count ->
        [one] la seule liste est { $names }
       *[other] les listes sont { $names }
    }
hint-messages-are = donnez-en un en entier : { $ids }
hint-message-list = pour voir les identifiants : carnet queue list, ou carnet archive list
hint-done-untold = ce que la commande devait faire est peut-être fait : regardez avant de la relancer
hint-disk-full = faites de la place sur le disque et réessayez ; ce qui était déjà écrit est intact
hint-permissions = pour savoir à qui est ce dossier, et que faire : carnet doctor
corrupt-no-key = sans la clé des empreintes
corrupt-size = { $size } octets ; selon message.json : { $expected }
corrupt-cut = il s’arrête avant la fin
corrupt-content = son contenu n’est pas celui attendu
hint-other-place = choisissez un autre endroit
hint-right-or-place = vérifiez que vous en avez le droit, ou choisissez un autre endroit

## Ce que dit le système

system-not-found = ce fichier ou ce dossier n’existe pas
system-permission-denied = l’accès est refusé
system-already-exists = il existe déjà
system-not-a-folder = une partie du chemin est un fichier, pas un dossier
system-is-a-folder = c’est un dossier
system-disk-full = le disque est plein
system-quota-exceeded = votre part du disque est pleine
system-file-too-large = le système ne laisse pas le fichier grandir davantage
system-read-only = le disque est en lecture seule

## Configuration

no-account = aucun compte n’a l’adresse { $address }
no-default-account = il y a plusieurs comptes, et aucun n’est choisi pour écrire
no-home = ce système n’indique aucun dossier pour la configuration et les données
plain-text-beyond-loopback = sans chiffrement (--security none), seul cet ordinateur peut être joint, pas { $host }
secret-missing = le mot de passe de { $address } n’est pas connu
secret-exposed = d’autres peuvent lire le mot de passe dans { $path }
secret-command-failed = la commande du mot de passe a échoué ({ $command } : { $reason })
secret-command-empty = la commande du mot de passe n’a rien affiché ({ $command })
hint-add-an-account = carnet setup pose les questions qu’il faut ; sans question : carnet account add ADRESSE --host SERVEUR
hint-the-accounts-are =
    { $count ->
        [one] le seul compte est { $addresses }
       *[other] les comptes sont { $addresses }
    }
hint-home = choisissez un dossier avec --home DOSSIER
hint-security = choisissez --security tls ou --security starttls
hint-set-password = pour le donner : carnet account edit { SHELL($address) } --password-stdin
hint-chmod = pour le garder pour vous : chmod 600 { SHELL($path) }
hint-password-command = essayez la commande seule, et lisez ce qu’elle dit : { $command }

## Questions

prompt-question = { $question } :
prompt-yes-no = [o/N]
prompt-no-terminal = il n’y a pas de terminal où demander « { $question } »
prompt-interrupted = interrompu
prompt-failed = impossible de poser une question dans ce terminal
hint-option-instead = répondez d’avance avec { $option }
progress-remaining = encore { $time }
progress-waiting-seconds = attente de { $count } s
progress-waiting-minutes = attente de { $count } min

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
cannot-send = impossible d’envoyer en tant que { $address } par { $server }
send-wrong-password = le serveur a refusé l’identifiant ou le mot de passe
send-unexpected = la réponse n’est pas celle d’un serveur de messagerie, à l’étape « { $step } »
send-timeout = le serveur n’a pas répondu à temps, à l’étape « { $step } »
send-lost = { $reason }, à l’étape « { $step } »
send-unknown-host = le nom du serveur est inconnu
server-answered = réponse du serveur : { $reply }
lost-refused = rien ne répond à ce port du serveur
lost-closed = le serveur a coupé la connexion
lost-no-network = cet ordinateur n’atteint pas le réseau du serveur
lost-forbidden = un pare-feu de cet ordinateur l’empêche
lost-interrupted = vous avez demandé l’arrêt
certificate-of = il est fait pour { $names }
certificate-other-name = il est fait pour un autre nom
certificate-expired = il n’est plus valable
certificate-not-yet = il n’est pas encore valable ; la date de cet ordinateur est peut-être fausse
certificate-unknown-issuer = cet ordinateur ne connaît pas l’autorité qui le garantit
certificate-self-signed = il n’est garanti que par lui-même
certificate-revoked = il a été révoqué
encryption-not-spoken = à ce port, le serveur ne commence pas par le chiffrement
encryption-refused = le serveur n’accepte aucune façon de chiffrer d’aujourd’hui
send-certificate = le certificat du serveur n’est pas digne de confiance : { $reason }
send-no-starttls = le serveur ne propose pas de chiffrement (STARTTLS)
send-no-authentication = le serveur ne propose aucune façon de s’identifier que carnet connaisse
send-no-smtputf8 = le serveur n’accepte pas d’adresse avec des lettres accentuées avant le @
hint-check-password = vérifiez l’identifiant, puis redonnez le mot de passe : carnet account edit { SHELL($address) } --password-stdin
hint-no-starttls = carnet n’envoie jamais un mot de passe en clair ; essayez l’autre protection : carnet account edit { SHELL($address) } --security tls --port 465
hint-certificate = si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur ; sinon, vérifiez le nom du serveur : carnet account edit { SHELL($address) } --host SERVEUR
hint-unknown-host = vérifiez que cet ordinateur est relié à Internet, puis le nom du serveur : carnet account edit { SHELL($address) } --host SERVEUR
hint-connect = vérifiez que cet ordinateur est relié à Internet, puis le serveur et son port : carnet account edit { SHELL($address) } --host SERVEUR --port PORT
hint-nobody-marked = personne n’est marqué comme refusé pour cela : ce serveur n’a accepté le message pour personne depuis, et refuse peut-être le compte ou le message lui-même
hint-sender-refused = un compte n’écrit qu’avec l’adresse à laquelle il appartient ; vérifiez l’identifiant : carnet account edit { SHELL($address) } --login IDENTIFIANT
send-refused-connection = le serveur refuse la connexion
send-refused-encryption = le serveur refuse de chiffrer la connexion
send-refused-login = le serveur refuse l’identification
send-refused-sender = le serveur refuse l’adresse de l’expéditeur
send-refused-recipient = le serveur refuse l’adresse du destinataire
send-refused-message = le serveur refuse le message
said-technically = en termes techniques : { $words }
lost-otherwise = la connexion a échoué
certificate-otherwise = il est invalide
encryption-otherwise = le serveur et carnet ne s’accordent pas
hint-server-busy = attendez un quart d’heure avant de réessayer
hint-application-password = il faut un mot de passe d’application, qui se crée dans les réglages de sécurité de la messagerie ; pour le donner : carnet account edit { SHELL($address) } --password-stdin
hint-too-large-for-server = le message est peut-être trop gros pour ce serveur : retirez ou allégez une pièce jointe
hint-wrong-server = vérifiez que c’est bien le serveur d’envoi de votre messagerie : carnet account edit { SHELL($address) } --host SERVEUR
hint-other-security = ce port attend peut-être l’autre protection : carnet account edit { SHELL($address) } --security { $security } --port { $port }
hint-no-authentication = ce fournisseur demande peut-être de s’identifier dans un navigateur, ce que carnet ne sait pas faire ; demandez-lui un autre serveur d’envoi, ou un mot de passe d’application
send-later = le serveur demande d’attendre avant de réessayer

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
excluded-duplicate =
    { $count ->
        [one] { $count } jointe par une autre liste
       *[other] { $count } jointes par une autre liste
    }
excluded-suspended =
    { $count ->
        [one] { $count } suspendue
       *[other] { $count } suspendues
    }
excluded-suppressed =
    { $count ->
        [one] { $count } supprimée à sa demande
       *[other] { $count } supprimées à leur demande
    }
message-finished = terminé
message-cancelled = annulé
message-scheduled = programmé
message-sending = en cours d’envoi
message-stopped = arrêté
message-interrupted = interrompu
message-deferred = à réessayer
message-expired = périmé
state-counts = { $state } : { $counts }
state-when = { $state } : { $when }

## Listes

list-created = Liste { $name } créée ; son propriétaire est { $owner }
list-edited = Liste { $name } modifiée.
list-unchanged = La liste { $name } est déjà ainsi.
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
no-list-yet = Aucune liste pour l’instant. Pour en faire une par classe : carnet import CSVExtraction.csv --by-class
no-moderator = aucun : le propriétaire écrit
list-has-queued = Le message { $id } « { $subject } » n’est pas terminé : qui ne l’attend que par { $list } ne le recevra pas.
confirm-delete-list =
    { $count ->
        [0] Supprimer la liste { $name }, qui n’a pas d’abonné ?
        [one] Supprimer la liste { $name } et son abonnement ?
       *[other] Supprimer la liste { $name } et ses { $count } abonnements ?
    }
hint-list-edit = pour voir ce qui peut changer : carnet list edit --help
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
hint-nobody-removed = personne n’a été retiré
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
subscriber-elsewhere =
    { $count ->
        [one] { $address } est encore sur { $lists }. Pour la retirer de là aussi : carnet subscriber remove { $list } { SHELL($address) }
       *[other] { $address } est encore sur { $lists }. Pour la retirer de là aussi, liste par liste : carnet subscriber remove { $list } { SHELL($address) }
    }
subscriber-nowhere = { $address } n’est sur aucune liste.
no-subscriber = { $list } n’a pas d’abonné dans cet état.
no-subscriber-yet = { $list } n’a pas encore d’abonné. Pour y mettre les parents : carnet import CSVExtraction.csv --list { $list }
no-such-subscriber = { $address } n’est pas sur { $list }
hint-subscriber-list = pour voir ses abonnés : carnet subscriber list { $list }
origin-manual = à la main
origin-onde = ONDE
origin-file = fichier
status-active = actif
status-suspended = suspendu

## Composition

compose-sender = { $address } ne peut pas envoyer : un expéditeur n’a pas de lettre accentuée avant le @
attachment-missing = il n’y a pas de fichier { $path }
attachment-folder = { $path } est un dossier
hint-check-file = vérifiez le nom du fichier et son dossier
hint-attachment-folder = joignez les fichiers qu’il contient un par un, chacun avec --attach
send-encryption = aucune connexion chiffrée n’a pu être établie : { $reason }
hint-attachment-unreadable = vérifiez que vous avez le droit de lire le fichier, ou copiez-le ailleurs

## Mise en route, réglages et comptes

host-empty = il n’y a rien
host-scheme = il faut le nom du serveur seul, sans ce qui précède ://
host-port = il faut le nom du serveur seul ; le port se donne avec --port
host-address = il faut le nom d’un serveur, pas une adresse électronique
host-name = ce n’est pas le nom d’un serveur
text-empty = il n’y a rien
number-range = il faut un nombre de { $least } à { $most }
language-choices = il faut fr ou en
password-from-command = commande
password-from-file = gardé
password-missing = manquant
password-none = inutile
command-exit-code = code de sortie { $code }
command-killed = arrêtée par un signal
account-exists = il y a déjà un compte pour l’adresse { $address }
no-account-yet = il n’y a pas encore de compte : carnet ne sait pas avec quelle adresse écrire
hint-edit-account = pour voir comment il est réglé : carnet account show { SHELL($address) }
hint-default-account = les comptes sont { $addresses } ; pour en choisir un : carnet config set default_account { SHELL($first) }
hint-account-edit = pour voir ce qui peut changer : carnet account edit --help
setup-needs-options = il n’y a rien à régler, et pas de terminal où poser des questions
hint-setup = par exemple : carnet setup --school "École des Tilleuls" --professional-domain ac-grenoble.fr --lang fr
ask-school = Nom de l’école
ask-professional-domains = Domaines professionnels
ask-language = Langue (language), fr ou en
ask-password = Mot de passe de { $address }
domains-needed = Sans domaine professionnel, personne ne pourrait avoir de liste ni écrire.
field-school = École
field-professional-domains = Domaines professionnels
field-language = Langue
setup-next = La suite :
setup-next-domain = carnet setup --professional-domain DOMAINE
setup-next-account = carnet setup
setup-next-import = carnet import CSVExtraction.csv --by-class
setup-next-list = carnet list create parents
setup-next-doctor = carnet doctor
setting-changed = { $key } est maintenant { $value }
setting-cleared = { $key } n’est plus réglé.
setting-unchanged = { $key } était déjà ainsi.
password-without-login = un mot de passe ne sert à rien sans identifiant
hint-login = donnez aussi l’identifiant : --login IDENTIFIANT
password-needed = il faut le mot de passe de { $address }, et il n’y a pas de terminal où le demander
hint-give-password = donnez-le avec --password-stdin, ou nommez une commande qui l’affiche avec --password-command
cannot-read-password = impossible de lire le mot de passe sur l’entrée standard
hint-password-utf8 = il faut du texte en UTF-8
hint-password-empty = sa première ligne est vide
account-added = Compte { $address } ajouté : { $server } ({ $security })
account-edited = Compte { $address } modifié : { $server } ({ $security })
account-unchanged = Le compte { $address } était déjà ainsi.
account-removed = Le compte { $address } et son mot de passe sont retirés de cet ordinateur.
account-still-owns =
    { $count ->
        [one] Cette adresse reste propriétaire de la liste { $lists } ; donnez-la à quelqu’un d’autre : carnet list edit { $lists } --owner ADRESSE
       *[other] Cette adresse reste propriétaire des listes { $lists } ; donnez-les à quelqu’un d’autre : carnet list edit NOM --owner ADRESSE
    }
confirm-remove-account =
    { $count ->
        [0] Retirer le compte { $address } et son mot de passe ?
        [one] Retirer le compte { $address } et son mot de passe ? Cette adresse est propriétaire de la liste { $lists }.
       *[other] Retirer le compte { $address } et son mot de passe ? Cette adresse est propriétaire des listes { $lists }.
    }
account-changed-meanwhile = le compte { $address } a été modifié entre-temps par un autre carnet
next-test-account = Essayez-le : carnet account test { SHELL($address) }
no-account-listed = Aucun compte pour l’instant. Pour en ajouter un : carnet setup
column-account = Compte
column-server = Serveur
column-security = Protection
column-password = Mot de passe
column-default = Par défaut
field-account = Compte
field-display-name = Nom
field-server = Serveur
field-security = Protection
field-login = Identifiant
field-password = Mot de passe
field-limits = Limites
field-connections = Connexions
field-default = Par défaut
login-none = aucun
limits-none = aucune
word-yes = oui
word-no = non
account-works = Le compte { $address } fonctionne.
test-connected = { $server } répond.
test-encrypted = La connexion est chiffrée, et le certificat est bien celui de { $host }.
test-logged-in = Le serveur accepte l’identifiant { $login } et son mot de passe.
field-timeouts = Temps accordés
field-chunking = Plusieurs à la fois
about-school = Les parents le voient comme expéditeur ; Entrée seule pour s’en passer.

## Vérifications

label-remark = remarque :
doctor-nothing = Tout va bien.
doctor-summary =
    { $count ->
        [0] Rien ne demande votre attention.
        [one] Un point demande votre attention.
       *[other] { $count } points demandent votre attention.
    }
doctor-no-domain = aucun domaine professionnel n’est réglé : personne ne peut avoir de liste ni écrire
doctor-no-account = il n’y a pas encore de compte : rien ne peut être envoyé
doctor-default-account = le compte choisi pour écrire, { $address }, n’existe pas
doctor-no-default-account = il y a plusieurs comptes, et aucun n’est choisi pour écrire
doctor-account-twice = deux comptes ont l’adresse { $address }
doctor-account-host = le serveur de { $address } ne peut pas être « { $host } » : { $reason }
doctor-account-connections = { $address } ne peut pas ouvrir { $connections } connexions : il faut un nombre de 1 à { $most }
doctor-password = impossible d’obtenir le mot de passe de { $address }
doctor-folder-exposed = d’autres utilisateurs de cet ordinateur peuvent regarder dans { $path }
doctor-exposed =
    { $others ->
        [0] d’autres ont accès à { $path }
        [one] d’autres ont accès à { $path } et à un autre
       *[other] d’autres ont accès à { $path } et à { $others } autres
    }
doctor-left-over = { $path } reste d’un changement interrompu, et ne sert plus à rien
doctor-password-of-nobody = { $path } est un mot de passe qui ne sert plus à aucun compte
doctor-network-folder = { $path } est sur un disque du réseau ({ $kind }) : deux carnets peuvent ne pas s’y voir
doctor-list-twice = les listes { $first } et { $name } sont des copies l’une de l’autre : les logiciels de courrier les confondent
doctor-list-counts = la liste { $name } dit avoir { $said } abonnés, et en a { $count }
doctor-owner = le propriétaire de la liste { $name } est { $address }, qui n’est pas une adresse professionnelle
doctor-moderator = { $address }, qui n’est pas une adresse professionnelle, modère la liste { $name }
doctor-not-a-list = { $path } n’est pas une liste, quoi qu’il contienne
doctor-message-unreadable = le message { $id } est inutilisable
doctor-journal-torn = la dernière ligne du journal du message { $id } est incomplète, comme après une coupure de courant
doctor-message-unfinished = le message { $id } n’est pas terminé : « { $subject } »
doctor-message-half-cancelled = le message { $id } est annulé : plus personne ne le recevra, mais ce n’est pas noté pour tous
doctor-cause = { $what } : { $cause }
doctor-next-backup = reprenez-le dans une copie de ce dossier, si vous en avez une ; sinon, déplacez-le ailleurs
doctor-next-suppressions = reprenez-le dans une copie de ce dossier, si vous en avez une ; sinon, déplacez-le ailleurs, mais alors un import fait revenir les adresses dont la suppression avait été demandée : il faudra les retirer de nouveau
doctor-next-configuration = corrigez-le dans un éditeur, ou déplacez-le ailleurs et recommencez : carnet setup
doctor-next-edit-file = ouvrez { $path } dans un éditeur et retirez l’un des deux
doctor-next-security = pour y remédier : carnet account edit { SHELL($address) } --security tls --port 465
doctor-next-host = pour le corriger : carnet account edit { SHELL($address) } --host SERVEUR
doctor-next-connections = pour revenir au nombre habituel : carnet account edit { SHELL($address) } --connections 4
doctor-next-remove = supprimez-le, si aucun autre carnet ne travaille : rm -r { SHELL($path) }
doctor-next-local-folder = gardez-le sur un disque de cet ordinateur, avec --home
doctor-next-list-twice = supprimez celle qui est de trop : carnet list delete { SHELL($first) }, ou carnet list delete { $name }
doctor-next-owner = pour la donner à quelqu’un d’autre : carnet list edit { $name } --owner ADRESSE
doctor-next-moderator = pour lui retirer ce droit : carnet moderator remove { $name } { SHELL($address) }
doctor-next-not-a-list = le fichier d’une liste est son nom suivi de .json ; déplacez ce qui n’est pas une liste
doctor-next-resume = pour le terminer : carnet queue resume { $id }
doctor-next-cancel = pour le noter : carnet queue cancel { $id }
doctor-closed =
    { $others ->
        [0] vous ne pouvez pas lire et écrire { $path }
        [one] vous ne pouvez pas lire et écrire { $path } et un autre
       *[other] vous ne pouvez pas lire et écrire { $path } et { $others } autres
    }
doctor-owner-of-file =
    { $others ->
        [0] { $path } appartient à un autre utilisateur, peut-être depuis une commande lancée avec sudo
        [one] { $path } et un autre appartiennent à un autre utilisateur, peut-être depuis une commande lancée avec sudo
       *[other] { $path } et { $others } autres appartiennent à un autre utilisateur, peut-être depuis une commande lancée avec sudo
    }
doctor-clock = l’horloge de cet ordinateur indique { $now }, et le message { $id } a été écrit à { $created } : elle est fausse, ou l’a été
doctor-space = il reste { $size } Mio sur le disque de { $path }
doctor-locked = un autre carnet change des listes ou des réglages en ce moment
doctor-lists-half-done = un changement de plusieurs listes a été interrompu après avoir été décidé
doctor-pace-torn = la fin de { $path } est incomplète
doctor-message-counts = les nombres du message { $id } ne sont pas ceux de son journal
message-copied = le dossier du message { $id } contient le message { $own }
doctor-message-without-account = le message { $id } n’est pas terminé, et le compte { $address } n’existe plus
doctor-not-a-message = { $path } n’est pas un message, quoi qu’il contienne
doctor-not-mended = pas réparé : { $reason }
label-mended = réparé :
mended-restricted = personne d’autre que vous n’a plus accès à { $path }
mended-removed = { $path } est supprimé
mended-lists = le changement de plusieurs listes est achevé
mended-journal = le journal du message { $id } finit sur une ligne entière
mended-message-counts = le message { $id } a les nombres de son journal
mended-list-counts = la liste { $name } a les nombres de ses abonnés
mended-pace = { $path } finit sur un enregistrement entier
doctor-next-fix = pour y remédier : carnet doctor --fix
doctor-next-chown = pour le reprendre : sudo chown -R "$USER" { SHELL($path) }
doctor-next-clock = mettez cet ordinateur à l’heure
doctor-next-space = faites de la place : rien ne peut être envoyé quand le disque est plein
doctor-next-locked = attendez qu’il ait fini
hint-message-copied = redonnez son nom au dossier, ou déplacez-le ailleurs
doctor-next-message-without-account = remettez ce compte, ou renoncez au message : carnet setup --address { SHELL($address) }, ou carnet queue cancel { $id }
doctor-next-not-a-message = déplacez-le, sauf si vous savez à quoi il sert

## Premiers pas, pages de manuel

first-steps-new = Rien n’est encore réglé sur cet ordinateur. Pour commencer :
first-steps-damaged = Quelque chose ne se lit pas dans les dossiers de carnet. Pour y remédier :
first-steps-no-account = La messagerie de l’école n’est pas encore réglée. Pour continuer :
first-steps-no-list = La messagerie est réglée, et il n’y a pas encore de liste. Pour en faire :
first-steps-no-message = Tout est prêt pour un premier message. Pour l’écrire :
first-steps-ready = Aucun message n’attend. Pour la suite :
step-setup = l’école, votre adresse
step-import = les parents, depuis ONDE
step-import-by-class = une liste par classe (ONDE)
step-write = leur écrire (--dry-run d’abord)
step-all-else = tout le reste
step-doctor = chercher ce qui ne va pas
step-restore = revenir à une sauvegarde
step-create-list = une liste vide, à remplir ensuite
step-test-account = vérifier que la messagerie répond
step-subscribers = qui est abonné
step-dry-run = le relire sans l’envoyer
step-test = ne l’envoyer qu’à vous
step-send = l’envoyer aux parents
step-message = « { $subject } » ({ $state })
step-draft = reprendre « { $subject } »
step-new-message = écrire un message
step-archive = revoir ce qui est parti
step-sync = suivre les départs
first-steps-no-subscriber =
    { $count ->
        [one] La liste { $list } n’a pas encore d’abonné. Pour la remplir :
       *[other] Les listes n’ont pas encore d’abonnés. Pour les remplir, en commençant par { $list } :
    }
first-steps-waiting =
    { $count ->
        [one] Un message attend. Pour la suite :
       *[other] { $count } messages attendent. Pour la suite :
    }
step-messages =
    { $count ->
        [one] { $count } message pas encore terminé
       *[other] { $count } messages pas encore terminés
    }
step-drafts =
    { $count ->
        [one] { $count } brouillon
       *[other] { $count } brouillons
    }
man-manual = Manuel de carnet
man-name = NOM
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-version = VERSION
man-examples = EXEMPLES
man-written =
    { $count ->
        [one] { $count } page écrite dans { $dir }
       *[other] { $count } pages écrites dans { $dir }
    }
man-environment = ENVIRONNEMENT
man-variables =
    CARNET_HOME = Le dossier de la configuration et des données, comme --home
    CARNET_LANG = La langue, fr ou en, comme --lang
    VISUAL, EDITOR = L’éditeur où s’écrivent les messages
    NO_COLOR = Pas de couleurs
man-exit-status = CODES DE RETOUR
man-exit-codes =
    0 = C’est fait
    1 = Quelque chose a échoué
    2 = La commande n’a pas été comprise, ou une question n’avait personne pour y répondre
    3 = C’est fait, mais des lignes ou des destinataires sont refusés ou incertains
    75 = À réessayer plus tard : un autre carnet travaille, ou le serveur demande d’attendre
    77 = Les règles R1, R3 ou R4 ne le permettent pas
    78 = La configuration est à changer d’abord
man-see-also = VOIR AUSSI

## Envoi

subject-empty = le sujet est vide
message-empty = le message est vide
attachments-too-large = les pièces jointes pèsent { $size } Mio en tout, et la limite est de { $limit } Mio
no-class = personne sur ces listes n’a d’élève dans la classe « { $label } »
body-not-text = le message se lit dans un fichier de texte (.txt), et { $path } n’en est pas un
nobody-to-write-to = il n’y a personne à qui écrire
nothing-sent = rien n’a été envoyé
send-interrupted = interrompu ; ce qui était en route est terminé
resume-cancelled = le message { $id } a été annulé
cannot-cancel = le message { $id } ne peut pas être annulé : il est { $state }
hint-write-something = donnez le texte avec --text, ou un fichier avec --body
hint-attachments-limit = déposez les gros fichiers ailleurs et envoyez le lien, ou changez la limite : carnet config set attachments_limit_mib { $size }
hint-no-classes = ces listes ne connaissent pas de classes ; l’import d’une extraction d’ONDE les apporte
hint-body-text = enregistrez-le comme texte (.txt), ou joignez-le : --attach { SHELL($path) }
hint-left-out = écartés : { $left_out }
hint-empty-list = { $list } n’a pas d’abonné ; pour y mettre les parents : carnet import CSVExtraction.csv --list { $list }
hint-message-came = pour voir où en est le message : carnet queue show { $id }
hint-resume = le message est gardé ; pour reprendre l’envoi : carnet queue resume { $id }
field-from = De
field-to = À
field-subject = Sujet
field-reply-to = Réponses à
field-classes = Classes
field-left-out = Écartés
field-attachments = Pièces jointes
field-size = Taille
field-duration = Durée
people-count =
    { $count ->
        [one] { $count } personne
       *[other] { $count } personnes
    }
list-share = { $list } : { $count }
size-kib = { $size } Kio
size-mib = { $size } Mio
size-each = { $size } par message
at-least-minutes =
    { $count ->
        [one] au moins { $count } minute, dans les limites du compte
       *[other] au moins { $count } minutes, dans les limites du compte
    }
first-message = Le premier message
dry-run-sent-nothing = Rien n’a été envoyé. La même commande sans --dry-run l’envoie.
confirm-send =
    { $count ->
        [one] Envoyer à { $count } personne ?
       *[other] Envoyer à { $count } personnes ?
    }
test-sent = Un exemplaire d’essai est parti à { $address }
outbox-filled =
    { $count ->
        [one] { $count } message écrit dans { $path }
       *[other] { $count } messages écrits dans { $path }
    }
sent-counts = Message { $id } : { $counts }.
count-accepted =
    { $count ->
        [one] { $count } accepté
       *[other] { $count } acceptés
    }
count-refused =
    { $count ->
        [one] { $count } refusé
       *[other] { $count } refusés
    }
count-deferred =
    { $count ->
        [one] { $count } différé
       *[other] { $count } différés
    }
count-uncertain =
    { $count ->
        [one] { $count } incertain
       *[other] { $count } incertains
    }
count-pending = { $count } en attente
means-no-mailbox = cette adresse n’existe pas
means-no-domain = le domaine de cette adresse n’existe pas, ou ne reçoit pas de messages
means-not-an-address = ce n’est pas une adresse
means-closed = cette boîte est fermée
means-full = cette boîte est pleine
means-too-large = le message est trop gros
means-forbidden = le serveur ne veut pas de ce message
means-greylisted = le serveur fait attendre les expéditeurs qu’il ne connaît pas
means-unreachable = le serveur de cette adresse ne répond pas
means-busy = le serveur est débordé
means-no-answer = le serveur n’a pas répondu à temps
reply-means = { $meaning } ({ $reply })
count-skipped =
    { $count ->
        [one] { $count } écarté
       *[other] { $count } écartés
    }
status-refused =
    { $count ->
        [one] L’adresse { $address } est refusée : vérifiez-la auprès de la famille. Pour la retirer : carnet subscriber remove { $list } { SHELL($address) }
       *[other] { $count } adresses sont refusées : vérifiez-les auprès des familles. Pour retirer la première : carnet subscriber remove { $list } { SHELL($address) }
    }
status-all-refused = Personne n’a reçu le message, et le serveur ne dit pas que les adresses sont fausses : il refuse peut-être le compte. Avant de retirer qui que ce soit, vérifiez-le : carnet account test { SHELL($account) }
status-uncertain =
    { $count ->
        [one] { $count } personne a peut-être déjà le message : la réponse du serveur n’est pas connue. Pour l’envoyer quand même de nouveau : carnet queue resume { $id } --resend-uncertain
       *[other] { $count } personnes ont peut-être déjà le message : la réponse du serveur n’est pas connue. Pour l’envoyer quand même de nouveau : carnet queue resume { $id } --resend-uncertain
    }
status-unfinished =
    { $count ->
        [one] { $count } personne n’a pas encore le message. Pour continuer : carnet queue resume { $id }
       *[other] { $count } personnes n’ont pas encore le message. Pour continuer : carnet queue resume { $id }
    }
column-outcome = Résultat
column-reply = Réponse
footer-of-school =
    Vous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant ({ $school }). Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. Pour la faire supprimer, répondez à ce message.
footer =
    Vous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant. Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. Pour la faire supprimer, répondez à ce message.
hint-cancel = pour y renoncer : carnet queue cancel { $id }
hint-archive-show = pour voir ce qu’il est devenu : carnet archive show { $id }

## File d’attente et archives

queue-empty = Tous les messages sont terminés.
archive-empty = Aucun message n’a encore été envoyé.
nothing-to-resume = Il ne reste personne à qui envoyer le message.
confirm-cancel =
    { $count ->
        [one] Renoncer à envoyer à { $count } personne ?
       *[other] Renoncer à envoyer à { $count } personnes ?
    }
no-such-delivery = Aucune remise de ce genre.
column-message = Message
column-created = Écrit
column-state = État
column-deliveries = Remises
column-subject = Sujet
column-lists = Listes
column-when = Quand
field-message = Message
field-state = État
field-lists = Listes
field-written = Écrit
field-finished = Terminé
field-deliveries = Remises

## Fichiers de personnes

file-empty = il est vide
file-pdf = c’est un document PDF
file-spreadsheet = c’est un classeur de tableur, pas un fichier CSV
file-web-page = c’est une page web, comme quand une session a expiré
file-binary = ce n’est pas du texte
file-missing = ce fichier n’existe pas
file-folder = c’est un dossier
file-eleves = c’est l’extraction des élèves d’ONDE, qui n’a aucune adresse électronique
file-onde-without-addresses = c’est l’extraction des responsables d’ONDE, sans sa colonne Courriel
file-no-email-column = il n’y a pas de colonne d’adresses électroniques
file-no-column = aucune colonne n’a pour titre « { $heading } »
file-not-onde = ce n’est pas l’extraction des responsables d’ONDE
file-no-row = il a des titres de colonnes et aucune ligne
row-cut = la ligne est incomplète : le fichier y a été coupé, ou un guillemet manque
kind-onde = ONDE, responsables
kind-csv = CSV
kind-addresses = adresses
standard-input = l’entrée standard
column-needs-equals = on écrit CHAMP=TITRE, comme email=Courriel
column-unknown-field = les champs sont email, name, first-name et class
hint-name-the-file = nommez le fichier lui-même, avec son dossier, comme Téléchargements/CSVExtraction.csv
hint-save-as-csv = importez le fichier tel qu’ONDE l’a donné ; ou ouvrez le classeur, puis Fichier, Enregistrer sous, et choisissez le type CSV
hint-export-responsables = dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »
hint-name-the-column = si une colonne contient les adresses, nommez-la avec --column email=TITRE ; les titres sont { $headings }
hint-the-columns-are = les titres sont { $headings }
file-document = c’est un document de traitement de texte
file-archive = c’est une archive, qui contient d’autres fichiers
hint-open-archive = ouvrez l’archive, et importez le fichier CSV qu’elle contient

## Import

cannot-import = impossible d’importer { $file }
cannot-write-report = impossible d’écrire le rapport
import-needs-target = il manque la liste où mettre ces personnes
import-no-class = ces fichiers ne disent la classe de personne
hint-one-list = mettez tout le monde sur une seule liste : --list NOM à la place de --by-class
hint-import-by-class = pour une liste par classe : carnet import { SHELL($file) } --by-class
hint-import-one-list = pour une seule liste : carnet import { SHELL($file) } --list NOM
import-unknown-class = aucun élève des fichiers n’est dans une classe « { $class } »
import-sync-needs-onde = { $file } n’est pas une extraction d’ONDE, et seule ONDE dit qui a quitté l’école
import-class-name = aucune liste ne peut porter le nom de la classe « { $class } » : { $reason }
hint-no-class = les fichiers ne nomment aucune classe
hint-the-classes-are =
    { $count ->
        [one] la seule classe est { $classes }
       *[other] les classes sont { $classes }
    }
hint-without-sync = pour ajouter sans rien retirer, importez-le sans --sync
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
alarm-older = les fichiers datent du { $date }, et la dernière synchronisation a été faite avec un fichier du { $last }
alarm-cut = { $file } est incomplet
import-removals-refused = rien n’a été changé, car cette extraction n’est peut-être pas la bonne : { $reason }
import-both-reasons = { $first } ; { $second }
hint-rename-class-list = si la classe a seulement changé de nom : carnet list rename { $old } { $new }, puis importez de nouveau
hint-allow-mass-removal = si c’est exact, ajoutez --allow-mass-removal
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
    { $reached ->
        [one] { $reached } élève sur { $count } a un responsable à qui écrire.
       *[other] { $reached } élèves sur { $count } ont un responsable à qui écrire.
    }
import-rows-reached =
    { $reached ->
        [one] { $reached } personne sur { $count } peut recevoir des messages.
       *[other] { $reached } personnes sur { $count } peuvent recevoir des messages.
    }
import-unreachable =
    { $count ->
        [one] { $count } élève dont aucun responsable ne peut recevoir de message : à prévenir sur papier
       *[other] { $count } élèves dont aucun responsable ne peut recevoir de message : à prévenir sur papier
    }
import-pupil = { $name }, { $class }
import-refused =
    { $count ->
        [one] { $count } adresse ou ligne refusée : à corriger dans le fichier d’origine, puis à importer de nouveau
       *[other] { $count } adresses ou lignes refusées : à corriger dans le fichier d’origine, puis à importer de nouveau
    }
import-refused-value = { $place } : « { $value } » : { $reason }
import-cell = { $file }, ligne { $line }, { $column }
import-line = { $file }, ligne { $line }
import-located = { $place } : { $what }
import-mistyped =
    { $count ->
        [one] { $count } adresse qui semble mal tapée, importée telle quelle : à vérifier
       *[other] { $count } adresses qui semblent mal tapées, importées telles quelles : à vérifier
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
        [one] { $count } adresse laissée de côté : sa suppression a été demandée
       *[other] { $count } adresses laissées de côté : leur suppression a été demandée
    }
import-suppressed-back = Pour qui demande à revenir : carnet subscriber add { $list } { SHELL($address) }
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
import-left-class =
    { $count ->
        [one] { $count } abonnement prend fin : plus d’élève dans la classe
       *[other] { $count } abonnements prennent fin : plus d’élève dans la classe
    }
import-would-leave-class =
    { $count ->
        [one] { $count } abonnement aurait pris fin : plus d’élève dans la classe
       *[other] { $count } abonnements auraient pris fin : plus d’élève dans la classe
    }
import-left-one = { $address } { $name } ({ $list })
import-elsewhere =
    { $count ->
        [one] { $count } personne absente des fichiers est encore sur { $lists }, dont cet import ne s’occupe pas : à synchroniser aussi
       *[other] { $count } personnes absentes des fichiers sont encore sur { $lists }, dont cet import ne s’occupe pas : à synchroniser aussi
    }
import-kept =
    { $count ->
        [one] { $count } abonnement conservé bien qu’absent des fichiers : il ne vient pas d’ONDE
       *[other] { $count } abonnements conservés bien qu’absents des fichiers : ils ne viennent pas d’ONDE
    }
import-renamed = La classe { $from } semble s’appeler maintenant { $to }.
import-list-renamed = La classe { $class } a déjà une liste, { $list }, sous un autre nom.
import-dry-run = Rien n’a été changé.
sheet-event = Événement
sheet-file = Fichier
sheet-line = Ligne
sheet-column = Colonne
sheet-detail = Détail
sheet-unreachable = À prévenir sur papier
sheet-refused = Refusée
sheet-mistyped = Mal tapée ?
sheet-without-address = Sans adresse
sheet-without-class = Sans classe
sheet-suppressed = Suppression demandée
sheet-elsewhere = Absente des fichiers, encore sur une autre liste
sheet-moved = A changé d’adresse
sheet-kept = Conservé, absent des fichiers
import-accent = { $place } : { $address } (un accent avant le @ : rares sont les serveurs qui l’acceptent)
import-two-lists = Sa liste { $old } reste à côté de { $new }. Pour n’en garder qu’une, dans cet ordre : carnet list delete { $new }, carnet list rename { $old } { $new }, puis le même import.
import-rename-first = Pour qu’elle garde sa liste, avant l’import : carnet list rename { $old } { $new }
sheet-accent = accent avant le @

## Premier lancement

field-address = Adresse
field-port = Port
choose-number = Il faut un nombre de 1 à { $most }.
ask-address = Votre adresse professionnelle
ask-host = Serveur d’envoi (SMTP)
ask-security = Protection (tls, starttls)
ask-port = Port
ask-login = Identifiant
ask-login-if-any = Identifiant (Entrée seule pour aucun)
ask-password-command = Commande qui affiche le mot de passe
ask-first-list = Première liste
ask-password-alone = Mot de passe
about-address = Comme ce.0380000a@ac-grenoble.fr ; c’est d’elle que partiront les messages.
about-domains = Ce qui suit le @ dans les adresses de ceux qui peuvent écrire aux parents.
about-security = tls va avec le port 465, starttls avec le 587 ; dans le doute, Entrée.
about-new-password = Rien ne s’affiche. Entrée seule pour donner plutôt une commande qui l’affiche.
about-known-password = Rien ne s’affiche. Entrée seule pour garder celui qui est connu.
about-first-list = Un nom sans accent, comme parents. Entrée seule pour plus tard : un import par classe crée ses listes lui-même.
ask-what-to-change = Que faut-il changer
ask-what-now = Que faire
security-choices = Il faut tls, starttls ou none.
setup-welcome =
    Quelques questions : l’école, sa messagerie, une première liste.
    Entrée prend ce qui est entre crochets ; Ctrl-C arrête sans rien faire à moitié.
setup-public-domain = N’importe qui peut avoir une adresse en { $domain }. carnet écrit depuis l’adresse professionnelle de l’école : si vous en avez une, Ctrl-C, puis recommencez avec elle.
setup-domain-of-address = { $domain }, le domaine de votre adresse, doit en faire partie.
setup-known-server = carnet connaît le serveur de cette messagerie ; Entrée le prend.
setup-guessed-server = L’académie ou l’hébergeur publie le nom de son serveur (« SMTP », « envoi ») ; celui-ci est deviné. Le nom d’un hébergeur suffit : { $names }
setup-browser-only = ce fournisseur demande de s’identifier dans un navigateur (OAuth 2.0), ce que carnet ne sait pas faire : la connexion sera sans doute refusée
setup-login-of-its-own = L’identifiant de la messagerie : l’adresse, ou souvent dans les académies l’identifiant personnel, comme jdupont.
setup-application-password = Il faut ici un mot de passe d’application, qui se crée dans les réglages de sécurité de la messagerie.
setup-trying = J’essaie { $server }…
setup-change = changer : { $name }
setup-change-answer = changer : { $name } ({ $answer })
setup-retry = réessayer
setup-keep-untried = garder le compte tel quel, sans connexion
setup-stop = arrêter ici, sans le compte
setup-done = plus rien
setup-another-list = Créer une liste
setup-list-created = Liste { $name } créée.
setup-account-not-kept = le compte n’a pas été gardé
setup-interrupted = interrompu à la question « { $question } »
setup-needs-address = il faut l’adresse à laquelle appartient le compte
setup-next-import-to = carnet import CSVExtraction.csv --list { $list }
hint-setup-again = carnet setup redemande ce qui manque
hint-setup-kept = ce qui était complet est gardé ; carnet setup demande le reste
hint-setup-nothing-kept = rien n’a été gardé ; pour recommencer : carnet setup
hint-no-test = rien n’a été gardé ; corrigez ce qui ne va pas, ou ajoutez --no-test pour garder le compte quand même
setup-interrupted-trial = interrompu pendant l’essai du compte
hint-setup-nothing-changed = rien n’a été changé
setup-writes-from = Les messages partent maintenant de { $address }.
setup-stop-unchanged = arrêter ici, le compte reste comme il était
setup-account-unchanged = le compte reste comme il était

## Sauvegardes

not-a-backup = { $path } n’est pas une sauvegarde de carnet
backup-damaged = { $path } est incomplet ou abîmé
backup-foreign = { $path } contient { $entry }, qui ne fait pas partie d’une sauvegarde
restore-occupied = il y a déjà quelque chose dans { $path }
backup-to-terminal = une sauvegarde ne se lit pas à l’écran
hint-not-a-backup = une sauvegarde est ce que cette commande a écrit : carnet store backup FICHIER
hint-other-backup = prenez une autre copie de la sauvegarde ; rien n’a été changé
hint-restore-occupied = restaurez à côté : carnet --home DOSSIER store restore FICHIER ; ou déplacez d’abord ce qui s’y trouve
hint-backup-to-file = donnez un nom de fichier : carnet store backup carnet.tar.zst
backed-up =
    { $lists ->
        [one] { $lists } liste
       *[other] { $lists } listes
    } et { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    } sauvegardés dans { $file }
backup-without-passwords = Les mots de passe n’y sont pas : il faudra les redonner après une restauration.
restored =
    { $lists ->
        [one] { $lists } liste
       *[other] { $lists } listes
    } et { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    } restaurés, tels qu’au { $created }.
restored-uncertain = pas terminé quand il a été sauvegardé
restored-message =
    Le message { $id } n’était pas terminé (« { $subject } ») : { $count ->
        [one] { $count } personne l’a peut-être reçu depuis.
       *[other] { $count } personnes l’ont peut-être reçu depuis.
    }
restored-message-next = pour le leur envoyer, si vous savez qu’elles ne l’ont pas : carnet queue resume { $id } --resend-uncertain
restored-password = Le mot de passe de { $address } n’était pas dans la sauvegarde.
restored-password-next = pour le redonner : carnet account edit { SHELL($address) } --password-stdin
restored-damaged = Abîmé quand il a été sauvegardé, et restauré tel quel : { $what }

## Dates, images et brouillons

moment = { $day } à { $time }
moment-days-ago =
    { $count ->
        [one] { $moment } (il y a { $count } jour)
       *[other] { $moment } (il y a { $count } jours)
    }
day-today = aujourd’hui
day-yesterday = hier
day-tomorrow = demain
day-long = { $weekday ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    } { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }{ $year ->
        [0] {""}
       *[other] {" "}{ $year }
    }
day-short = { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [1] janv.
        [2] févr.
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juil.
        [8] août
        [9] sept.
        [10] oct.
        [11] nov.
       *[12] déc.
    }{ $year ->
        [0] {""}
       *[other] {" "}{ $year }
    }
time = { $minute ->
        [0] { $hour } h
       *[other] { $hour } h { $minutes }
    }
percent = { $count } %
percent-nearly-none = < 1 %
percent-nearly-all = > 99 %
outcome-accepted = acceptés
outcome-refused = refusés
outcome-deferred = différés
outcome-uncertain = incertains
outcome-pending = en attente
outcome-skipped = écartés
accepted-by-class = Acceptés, par classe :
accepted-by-list = Acceptés, par liste :
without-class = sans classe
several-classes = Qui a des élèves dans plusieurs classes compte dans chacune.
class-share = { $class } : { $count }
left-out-names = { $left_out } ({ $names })
left-out-others = { $names } et { $count } de plus
at-least-hours =
    { $hours ->
        [one] au moins { $hours } heure
       *[other] au moins { $hours } heures
    }{ $minutes ->
        [0] {""}
        [one] {" "}{ $minutes } minute
       *[other] {" "}{ $minutes } minutes
    }, dans les limites du compte
no-draft = aucun brouillon n’a l’identifiant « { $id } »
hint-no-drafts = il n’y a pas de brouillon ; carnet archive list montre ce qui a été envoyé
hint-the-drafts-are =
    { $count ->
        [one] le seul brouillon est { $ids }
       *[other] les brouillons sont { $ids }
    }
draft-was-sent = le brouillon { $id } est déjà parti : carnet queue show { $id }
hint-remove-draft = pour vous en défaire : carnet draft remove { $id }
hint-draft = le message est gardé en brouillon ; pour le reprendre : carnet send --draft { $id }
draft-kept = Rien n’a été envoyé. Le message est gardé en brouillon ; pour l’envoyer : carnet send --draft { $id }
draft-removed = Brouillon { $id } supprimé.
draft-next = Pour l’envoyer : carnet send --draft { $id }
no-draft-yet = Aucun brouillon.
confirm-remove-draft = Supprimer le brouillon { $id } (« { $subject } ») ?
column-draft = Brouillon
field-draft = Brouillon
corrupt-attachments = ses pièces jointes sont illisibles
ask-subject = Sujet
prompt-type-count = Tapez { $count } pour accepter :
editor-missing = l’éditeur { $editor } est introuvable
editor-failed = l’éditeur { $editor } a échoué ({ $reason })
editor-cannot-run = impossible de lancer l’éditeur { $editor }
hint-editor = choisissez un autre éditeur, comme EDITOR=nano, ou écrivez le texte dans un fichier et donnez-le avec --body
edit-no-terminal = il n’y a pas de terminal où ouvrir un éditeur
nothing-written = le texte est vide ; rien n’a été envoyé
editor-to =
    { $count ->
        [one] À { $count } personne :
       *[other] À { $count } personnes :
    }
editor-classes = Classes : { $classes }
editor-left-out = Écartés : { $left_out }
editor-subject = Sujet : { $subject }
editor-attachments = Pièces jointes : { $names }
editor-write-below = Écrivez le message sous la dernière ligne de cet en-tête, que personne ne reçoit. Le pied de message des listes s’ajoute à la fin. Sans texte, rien n’est envoyé.
hint-draft-past = --at avec une autre date, ou --at now pour l’envoyer tout de suite
hint-again = pour l’envoyer à nouveau : carnet send --again { $id }

## Envoi programmé

time-invalid = il faut une date et une heure, comme "2026-12-01 08:00"
time-twice = { $time } existe deux fois, car on recule les montres : à l’heure d’été ({ $first } UTC), puis à l’heure d’hiver ({ $second } UTC)
time-never = { $time } n’existe pas, car on avance les montres : ce serait { $earlier } ou { $later }
time-past = { $time } est passé : nous sommes le { $now }
confirm-schedule =
    { $count ->
        [one] Programmer l’envoi à { $count } personne ?
       *[other] Programmer l’envoi à { $count } personnes ?
    }
scheduled = Le message { $id } partira { $due }, au plus tard { $expires }.
scheduled-needs-run = Pour qu’il parte, laissez tourner carnet queue run --watch, ou faites lancer carnet queue run par l’ordinateur (cron, minuteur). D’ici là : carnet queue list
field-due = Départ
field-expires = Jusqu’au
field-audience = Destinataires
audience-late = choisis de nouveau au départ
state-why = { $state } : { $why }
hint-time-twice = pour la première, --at "{ $first }" ; pour la seconde, --at "{ $second }"
hint-time-never = --at "{ $earlier }", ou --at "{ $later }"
hint-time-past = par exemple, demain : --at "{ $time }"
store-queue-busy = un autre carnet queue run est déjà à l’œuvre
hint-queue-wait = il fait ce que ferait celui-ci ; avec --wait, celui-ci attend qu’il ait fini
waiting-for-queue = Un autre carnet queue run est à l’œuvre : on attend qu’il ait fini.
cannot-watch = impossible de surveiller l’arrivée de messages dans { $path }
queue-sent = Message { $id } « { $subject } » : { $counts }.
queue-problems = Message { $id } « { $subject } » : { $counts }. Pour voir qui : carnet queue show { $id }
queue-expired = Le message { $id } « { $subject } » devait partir { $due }, et il est trop tard : il n’a été envoyé à personne. Pour l’envoyer quand même : carnet queue resume { $id }
queue-nobody = Message { $id } « { $subject } » : il n’y a plus personne à qui écrire sur ses listes.
queue-stopped = le message { $id } « { $subject } » est arrêté
hint-stopped = dès que c’est rétabli, carnet queue run l’enverra ; pour y renoncer : carnet queue cancel { $id }
hint-queue-run-again = carnet queue run continuera avec les autres
confirm-send-now =
    { $count ->
        [one] Ce message devait partir { $due }. L’envoyer maintenant à { $count } personne ?
       *[other] Ce message devait partir { $due }. L’envoyer maintenant à { $count } personnes ?
    }
state-overdue = en retard : { $when }
queue-needs-run = Ce qui est en retard attend carnet queue run, que l’ordinateur devrait lancer toutes les quelques minutes (cron, minuteur). S’il le fait déjà, carnet queue run tapé ici dit ce qui l’empêche.

## Limites d’envoi

limits-reached = { $address } a envoyé autant de messages que ses limites le permettent
hint-limits-reached = le prochain pourra partir { $time }

## Aide des commandes et des options

help = Tenir les listes de diffusion d’une école, et écrire à chaque parent individuellement
    .home = Garder configuration et données dans ce dossier (ou la variable CARNET_HOME)
    .json = Afficher le résultat comme un document JSON
    .lang = Parler cette langue (ou la variable CARNET_LANG)
    .quiet = N’afficher que les erreurs
    .verbose = Afficher chaque étape
    .color = Utiliser des couleurs
    .yes = Répondre oui à toutes les questions
    .examples =
        carnet setup
        carnet import CSVExtraction.csv --by-class
        carnet send parents-cp --subject "Réunion" --body message.txt --dry-run

# Ce que l’aide met à la place d’une valeur, entre < et >.
help-values =
    .address = ADRESSE
    .cmd = COMMANDE
    .command = COMMANDE
    .description = DESCRIPTION
    .dir = DOSSIER
    .domain = DOMAINE
    .duration = DURÉE
    .field-header = CHAMP=COLONNE
    .file = FICHIER
    .format = FORMAT
    .header = COLONNE
    .host = SERVEUR
    .id = IDENTIFIANT
    .key = CLÉ
    .label = CLASSE
    .lang = LANGUE
    .limit = LIMITE
    .list = LISTE
    .login = IDENTIFIANT
    .name = NOM
    .new = NOUVEAU
    .number = NOMBRE
    .old = ANCIEN
    .port = PORT
    .prefix = PRÉFIXE
    .security = PROTECTION
    .shell = INTERPRÉTEUR
    .state = ÉTAT
    .status = ÉTAT
    .subject = SUJET
    .switch = CHOIX
    .text = TEXTE
    .step-duration = ÉTAPE=DURÉE
    .time = DATE ET HEURE
    .title = TITRE
    .value = VALEUR
    .when = QUAND

help-setup = Mettre carnet en route : l’école, sa messagerie, une première liste
    .school = Le nom de l’école, tel que les parents le connaissent
    .professional-domains = Un domaine d’adresses professionnelles ; à répéter s’il y en a plusieurs ; remplace ceux qui sont connus
    .address = L’adresse professionnelle d’où écrire, dont le compte est ajouté ou modifié
    .host = Le serveur d’envoi [par défaut : celui que carnet connaît pour l’adresse, sinon smtp.DOMAINE]
    .port = Le port du serveur, le plus souvent 465 avec tls et 587 avec starttls
    .security = Comment la connexion est protégée ; none vers cet ordinateur seulement
    .login = L’identifiant si ce n’est pas l’adresse ; vide pour aucun
    .password-command = Demander le mot de passe à cette commande, et n’en garder aucun
    .password-stdin = Lire le mot de passe sur l’entrée standard, ou le demander dans un terminal
    .no-test = Garder le compte sans essayer la connexion
    .lists = Une liste à créer, qui appartient à l’adresse ; à répéter s’il y en a plusieurs
    .examples =
        carnet setup
        carnet setup --school "École Jules-Ferry" --professional-domain ac-grenoble.fr
        carnet setup --address ce.0380000a@ac-grenoble.fr --list parents

help-config = Montrer et changer les réglages
    .examples =
        carnet config list
        carnet config set confirm_above 50
help-config-get = Montrer un réglage
    .key = Le réglage
    .examples = carnet config get school
help-config-set = Changer un réglage
    .key = Le réglage
    .value = Sa nouvelle valeur, plusieurs séparées par des virgules ; vide pour aucune
    .examples =
        carnet config set language fr
        carnet config set professional_domains ac-grenoble.fr,ac-lyon.fr
help-config-list = Montrer tous les réglages
    .examples = carnet config list
help-config-path = Montrer où sont gardés les réglages
    .examples = carnet config path

help-account = Ajouter, montrer, changer et retirer les comptes de messagerie
    .examples =
        carnet account list
        carnet account test ce.0380000a@ac-grenoble.fr
help-account-add = Ajouter le compte d’une adresse professionnelle
    .address = L’adresse de l’expéditeur : une adresse professionnelle
    .host = Le serveur d’envoi : un nom ou une adresse IP
    .port = Le port du serveur, d’habitude 465 avec tls et 587 avec starttls
    .security = Comment la connexion est protégée ; none pour cet ordinateur seulement
    .login = L’identifiant quand ce n’est pas l’adresse ; vide pour aucun
    .display-name = Le nom de l’expéditeur, tel que les parents le voient [par défaut : celui de l’école]
    .limits = Combien de messages le serveur accepte, comme 400/min ; à répéter s’il y en a plusieurs
    .connections = Combien de connexions un envoi ouvre au plus
    .chunking = Si plusieurs messages peuvent partir à la fois sur une connexion, quand le serveur le propose (CHUNKING)
    .timeouts = Le temps que le serveur peut prendre à une étape, comme content=20min ; peut être répété
    .default = Utiliser ce compte quand aucun n’est indiqué
    .password-command = Demander le mot de passe à cette commande, et n’en garder aucun
    .password-stdin = Lire le mot de passe sur l’entrée standard, ou le demander dans un terminal
    .examples =
        carnet account add ce.0380000a@ac-grenoble.fr --host smtp.ac-grenoble.fr
        carnet account add dir@ac-lyon.fr --host smtps.ac-lyon.fr --port 587
help-account-list = Montrer tous les comptes
    .examples = carnet account list
help-account-show = Montrer un compte, sans son mot de passe
    .address = L’adresse du compte
    .examples = carnet account show ce.0380000a@ac-grenoble.fr
help-account-edit = Changer un compte
    .address = L’adresse du compte
    .host = Le serveur d’envoi : un nom ou une adresse IP
    .port = Le port du serveur, d’habitude 465 avec tls et 587 avec starttls
    .security = Comment la connexion est protégée ; none pour cet ordinateur seulement
    .login = L’identifiant quand ce n’est pas l’adresse ; vide pour aucun
    .display-name = Le nom de l’expéditeur, tel que les parents le voient [par défaut : celui de l’école]
    .limits = Combien de messages le serveur accepte, comme 400/min ; à répéter s’il y en a plusieurs
    .connections = Combien de connexions un envoi ouvre au plus
    .chunking = Si plusieurs messages peuvent partir à la fois sur une connexion, quand le serveur le propose (CHUNKING)
    .timeouts = Le temps que le serveur peut prendre à une étape, comme content=20min ; peut être répété
    .default = Utiliser ce compte quand aucun n’est indiqué
    .no-limit = Envoyer sans aucune limite
    .password-command = Demander le mot de passe à cette commande, et n’en garder aucun
    .password-stdin = Lire le mot de passe sur l’entrée standard, ou le demander dans un terminal
    .examples =
        carnet account edit ce.0380000a@ac-grenoble.fr --password-stdin
        carnet account edit ce.0380000a@ac-grenoble.fr --security starttls --port 587
help-account-remove = Retirer un compte et son mot de passe de cet ordinateur
    .address = L’adresse du compte
    .examples = carnet account remove ce.0380000a@ac-grenoble.fr
help-account-test = Se connecter au serveur d’un compte et s’identifier, sans rien envoyer
    .address = L’adresse du compte
    .examples = carnet account test ce.0380000a@ac-grenoble.fr

help-list = Créer, montrer, changer et supprimer des listes
    .examples =
        carnet list create parents-cp --title "Parents de CP"
        carnet list show parents-cp
help-list-create = Créer une liste
    .name = Le nom de la liste : minuscules sans accent, chiffres, point, tiret, tiret bas
    .owner = Le propriétaire de la liste : une adresse professionnelle [par défaut : celle du compte par défaut]
    .title = Ce que les gens lisent à la place du nom
    .description = À quoi sert la liste
    .subject-prefix = Mettre ceci devant chaque sujet
    .footer = Mettre le texte de ce fichier à la fin de chaque message
    .language = Écrire aux parents dans cette langue
    .examples =
        carnet list create parents-cp --title "Parents de CP"
        carnet list create parents-cp --owner ce.0380000a@ac-grenoble.fr
        carnet list create ecole --subject-prefix "[École]" --footer pied.txt
help-list-list = Montrer toutes les listes
    .examples = carnet list list
help-list-show = Montrer une liste : ses gens, ses textes, ses nombres
    .name = La liste
    .examples = carnet list show parents-cp
help-list-edit = Changer une liste
    .name = La liste
    .owner = Donner la liste à ce propriétaire : une adresse professionnelle
    .title = Ce que les gens lisent à la place du nom
    .description = À quoi sert la liste
    .subject-prefix = Mettre ceci devant chaque sujet
    .footer = Mettre le texte de ce fichier à la fin de chaque message
    .language = Écrire aux parents dans cette langue
    .examples =
        carnet list edit parents-cp --footer pied.txt
        carnet list edit parents-cp --owner ce.0380000a@ac-grenoble.fr
help-list-rename = Donner un autre nom à une liste
    .old = Le nom actuel de la liste
    .new = Le nom qu’elle reçoit
    .examples = carnet list rename parents-cp parents-ce1
help-list-delete = Supprimer une liste et ses abonnements
    .name = La liste
    .examples = carnet list delete parents-cp
help-list-export = Écrire les abonnés d’une liste pour un autre programme
    .name = La liste
    .format = Comment écrire les abonnés : csv s’ouvre dans un tableur, et carnet import sait le relire
    .examples =
        carnet list export parents-cp > parents-cp.csv
        carnet list export parents-cp --format sympa

help-moderator = Dire qui peut écrire à une liste
    .examples =
        carnet moderator list parents-cp
        carnet moderator add parents-cp ce.0380000a@ac-grenoble.fr
help-moderator-add = Permettre à quelqu’un d’écrire à une liste
    .list = La liste
    .addresses = Des adresses professionnelles
    .examples = carnet moderator add parents-cp ce.0380000a@ac-grenoble.fr
help-moderator-remove = Ne plus permettre à quelqu’un d’écrire à une liste
    .list = La liste
    .addresses = Les adresses à retirer
    .examples = carnet moderator remove parents-cp ce.0380000a@ac-grenoble.fr
help-moderator-list = Montrer qui peut écrire à une liste
    .list = La liste
    .examples = carnet moderator list parents-cp

help-subscriber = Ajouter, retirer et trouver des abonnés
    .examples =
        carnet subscriber list parents-cp
        carnet subscriber find zoe.martin@example.org
help-subscriber-add = Ajouter des gens à une liste, à la main
    .list = La liste
    .addresses = Des adresses de toute sorte
    .name = Le nom de la personne
    .examples =
        carnet subscriber add parents-cp zoe.martin@example.org
        carnet subscriber add parents-cp zoe.martin@example.org --name "Zoé Martin"
help-subscriber-remove = Retirer des gens d’une liste ; un import ne les fait pas revenir
    .list = La liste
    .addresses = Les adresses à retirer
    .examples = carnet subscriber remove parents-cp zoe.martin@example.org
help-subscriber-list = Montrer les abonnés d’une liste
    .list = La liste
    .status = Seulement ceux qui sont dans cet état
    .examples =
        carnet subscriber list parents-cp
        carnet subscriber list parents-cp --status suspended
help-subscriber-find = Montrer les listes où se trouve une adresse
    .address = L’adresse
    .examples = carnet subscriber find zoe.martin@example.org

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

help-send = Écrire à chaque abonné d’une ou plusieurs listes
    .lists = Les listes à qui écrire ; qui est sur plusieurs reçoit un seul exemplaire
    .subject = Le sujet ; dans un terminal, il est demandé
    .body = Envoyer le texte de ce fichier (.txt) ; - est l’entrée standard
    .text = Envoyer ce texte ; sans texte, un éditeur s’ouvre dans un terminal
    .edit = Ouvrir d’abord le texte dans un éditeur, celui de VISUAL ou d’EDITOR
    .attach = Envoyer ce fichier avec le message ; peut être répété
    .from = Écrire avec cette adresse [par défaut : celle du compte par défaut]
    .class = Seulement aux parents des élèves de cette classe ; peut être répété
    .draft = Reprendre ce brouillon ; les options données en plus remplacent ce qu’il dit
    .again = Partir de ce message des archives ; les options données en plus remplacent ce qu’il dit
    .at = Envoyer à cette heure locale, comme "2026-12-01 08:00" : carnet queue run le fera alors ; now est tout de suite
    .expires = Ne plus l’envoyer avec un tel retard
    .late-audience = Choisir les destinataires au départ, et non maintenant
    .dry-run = Montrer le plan et le premier message, et ne rien envoyer
    .test = Envoyer un exemplaire à vous-même, ou à cette adresse, et à personne d’autre
    .outbox = Écrire ce que chaque abonné recevrait dans ce Maildir, et ne rien envoyer
    .examples =
        carnet send parents-cp
        carnet send parents-cp --subject "Réunion" --body message.txt --dry-run
        carnet send parents-cp --subject "Réunion" --body message.txt --test
        carnet send parents-cp parents-ce1 --subject "Sortie" --text "Demain."
        carnet send cp --subject "Sortie" --body sortie.txt --at "2026-12-01 08:00"
        carnet send --draft 20261123
        carnet send parents-cp --again 20261123 --edit

help-queue = S’occuper des messages qui ne sont pas terminés
    .examples =
        carnet queue list
        carnet queue show 20261123
        carnet queue run
help-queue-list = Montrer les messages qui ne sont pas terminés
    .examples = carnet queue list
help-queue-show = Montrer l’un d’eux : qui l’a, qui ne l’a pas, et pourquoi
    .id = L’identifiant du message, ou son début
    .examples = carnet queue show 20261123
help-queue-resume = Continuer l’envoi à ceux qui n’ont pas encore le message
    .id = L’identifiant du message, ou son début
    .resend-uncertain = Envoyer de nouveau à ceux qui ont peut-être déjà le message : ils pourraient le recevoir deux fois
    .examples =
        carnet queue resume 20261123
        carnet queue resume 20261123 --resend-uncertain
help-queue-cancel = N’envoyer le message à personne d’autre
    .id = L’identifiant du message, ou son début
    .examples = carnet queue cancel 20261123
help-queue-run = Envoyer ce qui doit partir, et réessayer ce que le serveur a remis à plus tard : pour cron ou un minuteur
    .wait = Attendre qu’un autre carnet queue run ait fini, au lieu de s’en aller
    .watch = Rester, et envoyer chaque message à son heure
    .examples =
        carnet queue run
        carnet queue run --watch

help-archive = Regarder les messages envoyés
    .examples =
        carnet archive list
        carnet archive show 20261123
help-archive-list = Montrer les messages envoyés
    .examples = carnet archive list
help-archive-show = Montrer l’un d’eux
    .id = L’identifiant du message, ou son début
    .examples = carnet archive show 20261123
help-archive-deliveries = Montrer ce qu’est devenue chaque remise d’un message
    .id = L’identifiant du message, ou son début
    .status = Seulement celles qui sont dans cet état
    .examples =
        carnet archive deliveries 20261123
        carnet archive deliveries 20261123 --status refused

help-doctor = Chercher ce qui ne va pas, et dire comment y remédier
    .connect = Se connecter aussi au serveur de chaque compte
    .fix = Réparer ce qui peut l’être sans risque, et dire ce qui a été fait
    .examples =
        carnet doctor
        carnet doctor --connect
        carnet doctor --fix

help-completions = Afficher le script qui complète les commandes dans un interpréteur
    .shell = L’interpréteur de commandes
    .examples =
        carnet completions bash >> ~/.bashrc
        carnet completions fish > ~/.config/fish/completions/carnet.fish

help-man = Afficher la page de manuel, ou écrire celles de toutes les commandes
    .dir = Écrire les pages de toutes les commandes dans ce dossier, au lieu d’afficher la principale
    .examples =
        carnet man | man -l -
        carnet man ~/.local/share/man/man1

help-store = Tout sauvegarder, et le restaurer, ici ou sur un autre ordinateur
    .examples =
        carnet store backup carnet.tar.zst
        carnet store restore carnet.tar.zst
help-store-backup = Écrire listes, messages et réglages dans un seul fichier, sans les mots de passe
    .file = Le fichier à écrire, par exemple carnet.tar.zst ; - est la sortie standard
    .examples =
        carnet store backup carnet.tar.zst
        carnet store backup - | ssh nas 'cat > carnet.tar.zst'
help-store-restore = Remettre en place ce que contient une sauvegarde, là où il n’y a encore rien
    .file = La sauvegarde ; - est l’entrée standard
    .examples =
        carnet store restore carnet.tar.zst
        carnet store restore carnet.tar.zst --home /media/usb/carnet

help-draft = S’occuper des messages qui ne sont pas encore envoyés
    .examples =
        carnet draft list
        carnet draft show 20261123
help-draft-list = Montrer les brouillons ; carnet send --draft IDENTIFIANT en envoie un
    .examples = carnet draft list
help-draft-show = Montrer un brouillon, avec son texte
    .id = L’identifiant du brouillon, ou son début
    .examples = carnet draft show 20261123
help-draft-remove = Supprimer un brouillon
    .id = L’identifiant du brouillon, ou son début
    .examples = carnet draft remove 20261123
