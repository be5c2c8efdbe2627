
Register-ArgumentCompleter -Native -CommandName carnet -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $prev = $env:CARNET_COMPLETE;
    $env:CARNET_COMPLETE = "powershell";

    $args = $commandAst.Extent.Text
    $args = $args.Substring(0, [math]::Min($cursorPosition, $args.Length));
    if ($wordToComplete -eq "") {
        $args += " ''";
    }

    $results = Invoke-Expression @"
& carnet -- $args
"@;
    if ($null -eq $prev) {
        Remove-Item Env:\CARNET_COMPLETE;
    } else {
        $env:CARNET_COMPLETE = $prev;
    }
    $results | ForEach-Object {
        $split = $_.Split("`t");
        $cmd = $split[0];

        if ($split.Length -eq 2) {
            $help = $split[1];
        }
        else {
            $help = $split[0];
        }

        [System.Management.Automation.CompletionResult]::new($cmd, $cmd, 'ParameterValue', $help)
    }
};
        
