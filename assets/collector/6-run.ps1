# Runs the sections one after the other and writes what each gives as it comes.
. $Prelude
$asked = $null
if ($AskFile) {
    $asked = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($AskFile, [Text.Encoding]::UTF8))
    $User = @($asked.User); $Section = @($asked.Section)
    $SectionSeconds = $asked.SectionSeconds; $TotalSeconds = $asked.TotalSeconds
}
$User = @($User | ForEach-Object { "$_" -split ';' } | ForEach-Object { $_.Trim() } | Where-Object { $_ })
$Section = @($Section | ForEach-Object { "$_" -split ',' } | ForEach-Object { $_.Trim() } | Where-Object { $_ })

# Text without a byte order mark and without the console's line width and code page in between.
$writer = $null
if ($AskFile) {
    $writer = [IO.StreamWriter]::new([Console]::OpenStandardOutput(), [Text.UTF8Encoding]::new($false))
} elseif ($Output) {
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Output)
    $writer = [IO.StreamWriter]::new($full, $false, [Text.UTF8Encoding]::new($false))
}
function Send-Line([string] $Line) {
    if ($null -eq $writer) { return $Line }
    $writer.WriteLine($Line)
    $writer.Flush()
}
# Only phs-doctor itself is told where the script is; a file holds records and nothing else.
function Send-Mark([string] $Name, [string] $State) {
    if ($AskFile) { Send-Line (ConvertTo-Json -InputObject ([ordered] @{ section = $Name; state = $State }) -Compress) }
    elseif ($Output) { [Console]::Error.WriteLine("$Name $State") }
}

$blocked = ''
if ("$($PSVersionTable.PSEdition)" -eq 'Core') {
    $blocked = 'this is PowerShell 7; the ADSync module needs Windows PowerShell 5.1 (powershell.exe)'
} elseif ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) {
    $blocked = 'this is the 32-bit PowerShell; the ADSync module needs the 64-bit one'
}

$total = [Diagnostics.Stopwatch]::StartNew()
$hung = $false

function Invoke-Section([string] $Name, $About, [string] $Key) {
    Send-Mark $Name 'start'
    $left = $TotalSeconds - $total.Elapsed.TotalSeconds
    $refused = if ($About.Sync) { $blocked } else { '' }
    if ($refused -or $left -le 0) {
        $kind = if ($refused) { 'not-available' } else { 'timeout' }
        $message = if ($refused) { $refused } else { "not asked: the limit of $TotalSeconds s for everything was reached" }
        foreach ($record in $About.Records) { Send-Line (Get-ErrorLine $record $kind $message) }
        Send-Mark $Name $kind
        return
    }
    $limit = [Math]::Min($SectionSeconds, $left)
    $module = if ($About.Sync) { 'Import-SyncModule' } else { '' }
    $records = ($About.Records | ForEach-Object { "'$_'" }) -join ','
    $text = "param(`$Key)`n$Prelude`n$($About.Tools)`ntry {`n$module`n$($About.Body)`n} " +
        "catch { foreach (`$record in $records) { Get-FaultLine `$record `$_ } }"
    $shell = [PowerShell]::Create()
    $null = $shell.AddScript($text).AddArgument($Key)
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $lines = [Management.Automation.PSDataCollection[psobject]]::new()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $call = $shell.BeginInvoke($nothing, $lines)
    do {
        $null = $call.AsyncWaitHandle.WaitOne(100)
        $done = $call.IsCompleted
        foreach ($line in $lines.ReadAll()) { Send-Line "$line" }
    } until ($done -or $watch.Elapsed.TotalSeconds -ge $limit)
    if ($done) {
        $shell.Dispose()
        Send-Mark $Name 'done'
        return
    }
    # What hangs is left behind: to wait for its end would be to hang as well.
    $script:hung = $true
    $null = $shell.BeginStop($null, $null)
    $message = "no answer in $([Math]::Round($limit)) s"
    foreach ($record in $About.Records) { Send-Line (Get-ErrorLine $record 'timeout' $message) }
    Send-Mark $Name 'timeout'
}

Send-Line (ConvertTo-Json -Compress -InputObject ([ordered] @{
    record = 'Header'; schema = 'phs-evidence/1'; collected_at = ConvertTo-Utc ([datetime]::UtcNow)
    computer = $env:COMPUTERNAME; collector = 'phs-doctor collector 1'
}))
foreach ($name in @($Sections.Keys)) {
    if ($Section.Count -and $Section -notcontains $name) { continue }
    if ($Sections[$name].ForUser) { foreach ($one in $User) { Invoke-Section $name $Sections[$name] $one } }
    else { Invoke-Section $name $Sections[$name] '' }
}
if ($writer) { $writer.Dispose() }
# A section that hangs would keep the process that was started for this.
if ($hung -and $AskFile) { [Environment]::Exit(0) }
