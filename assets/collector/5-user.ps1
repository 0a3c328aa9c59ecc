# One user: the directory's object, the sync engine's own, the log of attempts.
$Sections['user'] = @{
    Records = 'ADUser', 'ADSyncCSObject', 'ADSyncMVObject', 'ADSyncCSObjectLog'; Sync = $true; ForUser = $true
    Body = {
        # RFC 4515: what a filter may not hold as it is.
        function ConvertTo-FilterText([string] $Text) {
            $made = ''
            foreach ($c in $Text.ToCharArray()) {
                if ('\*()'.IndexOf($c) -ge 0 -or [int] $c -eq 0) { $made += '\{0:x2}' -f [int] $c } else { $made += $c }
            }
            $made
        }
        # The bytes of a GUID that is written as one or as the base64 of its bytes.
        function ConvertTo-GuidBytes([string] $Text) {
            $guid = [guid]::Empty
            if ([guid]::TryParse($Text, [ref] $guid)) { return , $guid.ToByteArray() }
            if ($Text -match '^[A-Za-z0-9+/]{22}==$') { return , [Convert]::FromBase64String($Text) }
        }
        function Get-UserFilter([string] $Text) {
            $bytes = ConvertTo-GuidBytes $Text
            if ($bytes) {
                $hex = -join ($bytes | ForEach-Object { '\{0:x2}' -f $_ })
                return "(|(objectGUID=$hex)(mS-DS-ConsistencyGuid=$hex))"
            }
            $name = if ($Text -match '^[^\\=]+\\(.+)$') { $Matches[1] } else { $Text }
            $safe = ConvertTo-FilterText $name
            "(|(distinguishedName=$safe)(userPrincipalName=$safe)(sAMAccountName=$safe)(mail=$safe)(proxyAddresses=smtp:$safe))"
        }
        $plain = 'distinguishedName', 'userPrincipalName', 'sAMAccountName', 'mail', 'userAccountControl', 'pwdLastSet',
            'accountExpires', 'lockoutTime', 'adminDescription', 'msExchRecipientTypeDetails', 'primaryGroupID', 'displayName'
        $lists = 'objectClass', 'proxyAddresses', 'memberOf'
        # No other attribute of the sync engine's objects is read: none of these is secret.
        $attributes = 'accountEnabled', 'accountName', 'adminDescription', 'cloudFiltered', 'cloudMastered', 'domainFQDN',
            'domainNetBios', 'mail', 'mS-DS-ConsistencyGuid', 'objectGUID', 'proxyAddresses', 'pwdLastSet',
            'sAMAccountName', 'sourceAnchor', 'sourceObjectType', 'userAccountControl', 'userPrincipalName',
            'msExchRecipientTypeDetails'
        function Get-DirectoryUser($Partition, [string] $Filter) {
            $dn = "$($Partition.DN)"
            $domain = ($dn -split ',' | ForEach-Object { $_ -replace '^DC=', '' }) -join '.'
            $root = [DirectoryServices.DirectoryEntry]::new("LDAP://$domain/$dn")
            $searcher = [DirectoryServices.DirectorySearcher]::new($root, $Filter)
            $searcher.ClientTimeout = [timespan]::FromSeconds(20)
            $searcher.SizeLimit = 10
            $wanted = $plain + $lists + 'objectGUID' + 'whenCreated' + 'mS-DS-ConsistencyGuid'
            foreach ($name in $wanted) { $null = $searcher.PropertiesToLoad.Add($name) }
            foreach ($found in $searcher.FindAll()) {
                $data = [ordered] @{}
                foreach ($name in $plain) {
                    foreach ($value in $found.Properties[$name]) { $data[$name] = $value; break }
                }
                foreach ($name in $lists) { $data[$name] = ConvertTo-TextList $found.Properties[$name] }
                foreach ($value in $found.Properties['objectGUID']) { $data['objectGUID'] = "$([guid]::new($value))" }
                foreach ($value in $found.Properties['whenCreated']) { $data['whenCreated'] = ConvertTo-Utc $value }
                foreach ($value in $found.Properties['mS-DS-ConsistencyGuid']) {
                    $data['mS-DS-ConsistencyGuid'] = ConvertTo-Text $value
                }
                $data
            }
        }
        function Get-AttributeList($Object) {
            , @(foreach ($attribute in $Object.Attributes) {
                if ($attributes -notcontains $attribute.Name) { continue }
                [ordered] @{ Name = "$($attribute.Name)"; Values = ConvertTo-TextList $attribute.Values }
            })
        }
        function Get-SpaceLine($Object) {
            $fault = $null
            if ($Object.ExportError) {
                $fault = [ordered] @{}
                foreach ($name in 'ErrorType', 'ErrorName', 'ErrorCode', 'ErrorLiteral', 'ErrorExtraDetails') {
                    $fault[$name] = ConvertTo-Text $Object.ExportError.$name
                }
                $fault['RetryCount'] = $Object.ExportError.RetryCount
                $fault['InitialOccurrence'] = ConvertTo-Text $Object.ExportError.InitialOccurrence
                $fault['LatestOccurrence'] = ConvertTo-Text $Object.ExportError.LatestOccurrence
            }
            $lineage = @(foreach ($row in $Object.Lineage) {
                [ordered] @{
                    SyncRuleInternalId = ConvertTo-Text $row.SyncRuleInternalId
                    SyncRuleName = ConvertTo-Text $row.SyncRuleName
                    Operation = ConvertTo-Text $row.Operation
                }
            })
            Get-RecordLine 'ADSyncCSObject' ([ordered] @{
                ObjectId = ConvertTo-Text $Object.ObjectId
                ConnectorId = ConvertTo-Text $Object.ConnectorId
                ConnectorName = ConvertTo-Text $Object.ConnectorName
                DistinguishedName = ConvertTo-Text $Object.DistinguishedName
                ObjectType = ConvertTo-Text $Object.ObjectType
                IsConnector = $Object.IsConnector
                HasSyncError = $Object.HasSyncError
                HasExportError = $Object.HasExportError
                ExportError = $fault
                ConnectedMVObjectId = ConvertTo-Text $Object.ConnectedMVObjectId
                Lineage = $lineage
                Attributes = Get-AttributeList $Object
            })
        }
        function Get-LogLine($ObjectId) {
            $rows = @(Get-ADSyncCSObjectLog -Identifier $ObjectId -Count 20)
            if (-not $rows.Count) { Get-NothingLine 'ADSyncCSObjectLog' @{ Identifier = "$ObjectId" } }
            foreach ($row in $rows) {
                Get-RecordLine 'ADSyncCSObjectLog' ([ordered] @{
                    ObjectId = "$ObjectId"; Anchor = ConvertTo-Text $row.Anchor; Type = ConvertTo-Text $row.Type
                    Status = ConvertTo-Text $row.Status; Details = ConvertTo-Text $row.Details
                    TimeStamp = ConvertTo-Utc $row.TimeStamp
                })
            }
        }
        # From the metaverse object to the one that goes to Microsoft Entra ID.
        function Get-MetaverseLine($Object) {
            $empty = [guid]::Empty
            if (-not $Object.ConnectedMVObjectId -or $Object.ConnectedMVObjectId -eq $empty) {
                Get-NothingLine 'ADSyncMVObject' @{ DistinguishedName = "$($Object.DistinguishedName)" }
                return
            }
            $mv = Get-ADSyncMVObject -Identifier $Object.ConnectedMVObjectId
            if (-not $mv) { Get-NothingLine 'ADSyncMVObject' @{ Identifier = "$($Object.ConnectedMVObjectId)" }; return }
            $lineage = @(foreach ($row in $mv.Lineage) {
                [ordered] @{
                    LineageId = ConvertTo-Text $row.LineageId
                    ConnectedCsObjectDN = ConvertTo-Text $row.ConnectedCsObjectDN
                    ConnectedCsObjectId = ConvertTo-Text $row.ConnectedCsObjectId
                    ConnectorName = ConvertTo-Text $row.ConnectorName
                    ConnectorId = ConvertTo-Text $row.ConnectorId
                }
            })
            Get-RecordLine 'ADSyncMVObject' ([ordered] @{
                ObjectId = ConvertTo-Text $mv.ObjectId; Lineage = $lineage; Attributes = Get-AttributeList $mv
            })
            foreach ($row in $mv.Lineage) {
                if ("$($row.ConnectorId)" -ne 'b891884f-051e-4a83-95af-2544101c9083') { continue }
                $target = Get-ADSyncCSObject -Identifier $row.ConnectedCsObjectId
                if ($target) { Get-SpaceLine $target }
                else { Get-NothingLine 'ADSyncCSObject' @{ Identifier = "$($row.ConnectedCsObjectId)"; ConnectorName = "$($row.ConnectorName)" } }
            }
        }
        # What one step cannot give says so, and the others go on.
        function Get-Step([string] $Record, [scriptblock] $Body) {
            try { & $Body } catch { Get-FaultLine $Record $_ }
        }

        $short = if ($Key -match '^([^\\=]+)\\(.+)$') { $Matches[1] } else { '' }
        $places = @(foreach ($connector in Get-DirectoryConnector) {
            foreach ($partition in $connector.Partitions) {
                if ("$($partition.DN)" -notmatch '^DC=(?!(Domain|Forest)DnsZones,)') { continue }
                $netbios = (Select-Parameter $partition.Parameters 'Domain.Netbios')['Domain.Netbios']
                if ($short -and $netbios -and $netbios -ne $short) { continue }
                @{ Connector = "$($connector.Name)"; Partition = $partition }
            }
        })
        $filter = Get-UserFilter $Key
        $known = @(); $faults = 0
        foreach ($place in $places) {
            try {
                foreach ($data in Get-DirectoryUser $place.Partition $filter) {
                    $known += @{ Connector = $place.Connector; DN = "$($data['distinguishedName'])" }
                    Get-RecordLine 'ADUser' $data
                }
            } catch { $faults += 1; Get-FaultLine 'ADUser' $_ }
        }
        if (-not $known.Count -and -not $faults) { Get-NothingLine 'ADUser' @{ user = $Key } }
        # A distinguished name is asked of the sync engine even where the directory no longer has it.
        if (-not $known.Count -and $Key -match '^[A-Za-z]+=.*,DC=') {
            $ends = { $Key.EndsWith("$($_.Partition.DN)", [StringComparison]::OrdinalIgnoreCase) }
            $known = @($places | Where-Object $ends | ForEach-Object { @{ Connector = $_.Connector; DN = $Key } })
        }
        foreach ($one in $known) {
            $script:object = $null
            Get-Step 'ADSyncCSObject' {
                $script:object = Get-ADSyncCSObject -ConnectorName $one.Connector -DistinguishedName $one.DN
                if ($script:object) { Get-SpaceLine $script:object }
                else { Get-NothingLine 'ADSyncCSObject' @{ ConnectorName = $one.Connector; DistinguishedName = $one.DN } }
            }
            if (-not $script:object) { continue }
            Get-Step 'ADSyncMVObject' { Get-MetaverseLine $script:object }
            Get-Step 'ADSyncCSObjectLog' { Get-LogLine $script:object.ObjectId }
        }
    }
}

# The tenant's features. Newer builds may want somebody to sign in for this: nobody can, and the limit
# of the section ends the wait. Last, so that nothing waits for it.
$Sections['company-features'] = @{ Records = 'ADSyncAADCompanyFeature'; Sync = $true; Body = {
    $it = Get-ADSyncAADCompanyFeature
    Get-RecordLine 'ADSyncAADCompanyFeature' ([ordered] @{
        PasswordHashSync = $it.PasswordHashSync
        ForcePasswordChangeOnLogOn = $it.ForcePasswordChangeOnLogOn
        UserWriteback = $it.UserWriteback
        DeviceWriteback = $it.DeviceWriteback
        UnifiedGroupWriteback = $it.UnifiedGroupWriteback
        GroupWritebackV2 = $it.GroupWritebackV2
    })
} }
