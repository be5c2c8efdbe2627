complete --keep-order --exclusive --command carnet --arguments "(CARNET_COMPLETE=fish carnet -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
