# phs-doctor collector. Reads what a Microsoft Entra Connect server says of password hash
# synchronization and writes it as JSON Lines (schema phs-evidence/1). It changes nothing, reads no
# password and no hash, and needs Windows PowerShell 5.1 as an administrator of that server.
#
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File phs-collect.ps1 -Output evidence.jsonl
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File phs-collect.ps1 -Output evidence.jsonl -User ada@contoso.com
#
# Every section runs in a runspace of its own with its own time limit: one that hangs costs its own
# records, and an error record says so.
param(
    # Users by distinguished name, UPN, sAMAccountName, DOMAIN\name, mail, objectGUID or immutable id;
    # several in one text are separated by semicolons.
    [string[]] $User = @(),
    # The file to write; without one the lines go to the pipeline.
    [string] $Output = '',
    # Only these sections; empty for all.
    [string[]] $Section = @(),
    [int] $SectionSeconds = 60,
    [int] $TotalSeconds = 600,
    # What phs-doctor asks when it starts this script itself: a JSON file with the same names.
    [string] $AskFile = ''
)

# Where only constrained language is allowed no .NET method can be called: that is all that can be said.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    $said = '{"record":"ADSyncScheduler","error":{"kind":"not-available","message":"PowerShell runs in ' +
        'constrained language mode here (AppLocker or WDAC); the collector needs full language mode"}}'
    if ($AskFile) { '{"halt":"constrained-language"}' }
    elseif ($Output) { Set-Content -LiteralPath $Output -Value $said -Encoding UTF8 }
    else { $said }
    return
}

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# What every section begins with.
$Prelude = {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $WarningPreference = 'SilentlyContinue'
    # Some event providers give no text under other cultures; nothing here depends on the language.
    [Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]::InvariantCulture

    # Times of the sync engine and of the directory are UTC, whether they say so or not.
    function ConvertTo-Utc($Time) {
        if ($null -eq $Time) { return $null }
        $moment = [datetime] $Time
        if ($moment.Kind -eq [DateTimeKind]::Local) { $moment = $moment.ToUniversalTime() }
        $moment.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [Globalization.CultureInfo]::InvariantCulture)
    }
    # Text; enumerations by name, GUIDs in their usual form, bytes as base64, nothing as nothing.
    function ConvertTo-Text($Value) {
        if ($null -eq $Value) { return $null }
        if ($Value -is [byte[]]) { return [Convert]::ToBase64String($Value) }
        if ($Value -is [datetime]) { return ConvertTo-Utc $Value }
        "$Value"
    }
    function ConvertTo-TextList($Values) {
        , [string[]] @($Values | Where-Object { $null -ne $_ } | ForEach-Object { ConvertTo-Text $_ })
    }
    # Parameters by name, and only these names: nothing secret is ever among them.
    function Select-Parameter($Parameters, $Names) {
        $kept = [ordered] @{}
        foreach ($parameter in $Parameters) {
            if ($Names -contains $parameter.Name) { $kept["$($parameter.Name)"] = ConvertTo-Text $parameter.Value }
        }
        $kept
    }
    function Get-RecordLine([string] $Record, $Data) {
        $line = [ordered] @{ record = $Record; observed_at = ConvertTo-Utc ([datetime]::UtcNow); data = $Data }
        ConvertTo-Json -InputObject $line -Depth 8 -Compress
    }
    # It was asked for, and there is none.
    function Get-NothingLine([string] $Record, $Query) {
        $line = [ordered] @{
            record = $Record; observed_at = ConvertTo-Utc ([datetime]::UtcNow); data = $null; query = $Query
        }
        ConvertTo-Json -InputObject $line -Depth 4 -Compress
    }
    # By the type of the exception and its number, never by its words: they are in the server's language.
    function Get-ErrorKind($ErrorRecord) {
        if ("$($ErrorRecord.FullyQualifiedErrorId)" -match '^(CommandNotFoundException|Modules_ModuleNotFound)') {
            return 'not-available'
        }
        $fault = $ErrorRecord.Exception
        while ($null -ne $fault) {
            $type = $fault.GetType().Name
            if ($type -match 'CommandNotFound') { return 'not-available' }
            if ($type -match 'AccessDenied|UnauthorizedAccess|^SecurityException' -or $fault.HResult -eq -2147024891) {
                return 'access-denied'
            }
            if ($type -match 'Timeout') { return 'timeout' }
            $fault = $fault.InnerException
        }
        'failed'
    }
    function Get-ErrorLine([string] $Record, [string] $Kind, [string] $Message) {
        $line = [ordered] @{
            record = $Record; observed_at = ConvertTo-Utc ([datetime]::UtcNow)
            error = [ordered] @{ kind = $Kind; message = $Message }
        }
        ConvertTo-Json -InputObject $line -Depth 4 -Compress
    }
    function Get-FaultLine([string] $Record, $ErrorRecord) {
        Get-ErrorLine $Record (Get-ErrorKind $ErrorRecord) "$($ErrorRecord.Exception.Message)"
    }
    function Get-ConnectFolder {
        $key = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\AD Sync' -ErrorAction SilentlyContinue
        if ($key) { "$($key.Location)" } else { '' }
    }
    # The module, by its name, else from the folder that Connect was installed to.
    function Import-SyncModule {
        if (Get-Module -Name ADSync) { return }
        if (Get-Module -Name ADSync -ListAvailable) { Import-Module -Name ADSync; return }
        $folder = Get-ConnectFolder
        $path = if ($folder) { Join-Path $folder 'Bin\ADSync\ADSync.psd1' } else { 'ADSync' }
        Import-Module -Name $path
    }
    function Get-DirectoryConnector {
        Get-ADSyncConnector | Where-Object { "$($_.ConnectorTypeName)" -eq 'AD' }
    }
}

# Name, the records it gives, whether it needs the ADSync module or a user, and what it does.
$Sections = [ordered] @{}
