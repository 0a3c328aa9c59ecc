# The event logs: by provider and id, whatever the language of the server.
$EventTools = {
    function Get-EventLine($Event) {
        $data = [ordered] @{
            ProviderName = "$($Event.ProviderName)"; Id = $Event.Id; Level = [int] $Event.Level
            LogName = "$($Event.LogName)"; TimeCreated = ConvertTo-Utc $Event.TimeCreated
            RecordId = $Event.RecordId; MachineName = "$($Event.MachineName)"
        }
        # The message of some providers is only known where their files are; what was put into it always is.
        if ($Event.Message) { $data['Message'] = "$($Event.Message)" }
        else { $data['Data'] = ConvertTo-TextList @($Event.Properties | ForEach-Object { $_.Value }) }
        Get-RecordLine 'WinEvent' $data
    }
    # Newest first, no more than so many; a log without any is no fault.
    function Get-EventOf([string] $Log, [string] $Condition, [int] $Hours, [int] $Most) {
        $age = $Hours * 3600000
        $query = "<QueryList><Query Id=`"0`" Path=`"$Log`"><Select Path=`"$Log`">" +
            "*[System[$Condition and TimeCreated[timediff(@SystemTime) &lt;= $age]]]</Select></Query></QueryList>"
        try { Get-WinEvent -FilterXml $query -MaxEvents $Most }
        catch { if ("$($_.FullyQualifiedErrorId)" -notlike 'NoMatchingEventsFound*') { throw } }
    }
}

$Sections['log-coverage'] = @{ Records = 'EventLogCoverage'; Body = {
    $log = Get-WinEvent -ListLog Application
    $data = [ordered] @{ LogName = 'Application'; RecordCount = $log.RecordCount; Damaged = $false; Notes = @() }
    foreach ($oldest in (Get-WinEvent -LogName Application -Oldest -MaxEvents 1)) {
        $data['OldestRecord'] = ConvertTo-Utc $oldest.TimeCreated
    }
    foreach ($newest in (Get-WinEvent -LogName Application -MaxEvents 1)) {
        $data['NewestRecord'] = ConvertTo-Utc $newest.TimeCreated
    }
    Get-RecordLine 'EventLogCoverage' $data
} }

# The channel itself, a week of it; what is sent for single users, three hours of it.
$Sections['events'] = @{ Records = 'WinEvent'; Tools = $EventTools; Body = {
    $phs = "Provider[@Name='Directory Synchronization']"
    $channel = '((EventID &gt;= 601 and EventID &lt;= 655) or (EventID &gt;= 658 and EventID &lt;= 668))'
    Get-EventOf 'Application' "$phs and $channel" 168 4000 | ForEach-Object { Get-EventLine $_ }
    $other = '(EventID=0 or EventID=106 or EventID=109 or EventID=115 or EventID=212 or EventID=213 or EventID=306)'
    Get-EventOf 'Application' "$phs and $other" 168 1000 | ForEach-Object { Get-EventLine $_ }
    $certificates = '(EventID &gt;= 1011 and EventID &lt;= 1012)'
    Get-EventOf 'Application' "$phs and $certificates" 8760 50 | ForEach-Object { Get-EventLine $_ }
    Get-EventOf 'Application' "$phs and (EventID &gt;= 656 and EventID &lt;= 657)" 3 2000 |
        ForEach-Object { Get-EventLine $_ }
} }

$Sections['engine-events'] = @{ Records = 'WinEvent'; Tools = $EventTools; Body = {
    $first = '(EventID=2001 or EventID=2002 or EventID=2005 or EventID=6000 or EventID=6028 or EventID=6100 or EventID=6127)'
    $second = '(EventID=6226 or EventID=6301 or EventID=6323 or EventID=6329 or EventID=6803 or EventID=6900 or EventID=6941)'
    foreach ($ids in $first, $second) {
        Get-EventOf 'Application' "Provider[@Name='ADSync'] and $ids" 168 1000 | ForEach-Object { Get-EventLine $_ }
    }
} }

# Whether the service could start: only what names this service.
$Sections['service-events'] = @{ Records = 'WinEvent'; Tools = $EventTools; Body = {
    $service = Get-Service -Name ADSync -ErrorAction SilentlyContinue
    $names = @('ADSync') + @($service | ForEach-Object { "$($_.DisplayName)" })
    $ids = '(EventID=7000 or EventID=7034 or EventID=7038 or EventID=7041)'
    Get-EventOf 'System' "Provider[@Name='Service Control Manager'] and $ids" 168 500 |
        Where-Object { @($_.Properties | ForEach-Object { "$($_.Value)" } | Where-Object { $names -contains $_ }).Count } |
        ForEach-Object { Get-EventLine $_ }
} }
