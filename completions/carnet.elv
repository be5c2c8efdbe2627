
set edit:completion:arg-completer[carnet] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) CARNET_COMPLETE="elvish" carnet -- $@words) | to-lines
}

