# What the sync engine says of itself, by its own cmdlets.
$Sections['scheduler'] = @{ Records = 'ADSyncScheduler'; Sync = $true; Body = {
    $it = Get-ADSyncScheduler
    Get-RecordLine 'ADSyncScheduler' ([ordered] @{
        AllowedSyncCycleInterval = ConvertTo-Text $it.AllowedSyncCycleInterval
        CurrentlyEffectiveSyncCycleInterval = ConvertTo-Text $it.CurrentlyEffectiveSyncCycleInterval
        CustomizedSyncCycleInterval = ConvertTo-Text $it.CustomizedSyncCycleInterval
        NextSyncCyclePolicyType = ConvertTo-Text $it.NextSyncCyclePolicyType
        NextSyncCycleStartTimeInUTC = ConvertTo-Utc $it.NextSyncCycleStartTimeInUTC
        PurgeRunHistoryInterval = ConvertTo-Text $it.PurgeRunHistoryInterval
        SyncCycleEnabled = $it.SyncCycleEnabled
        MaintenanceEnabled = $it.MaintenanceEnabled
        StagingModeEnabled = $it.StagingModeEnabled
        SchedulerSuspended = $it.SchedulerSuspended
        SyncCycleInProgress = $it.SyncCycleInProgress
    })
} }

$Sections['settings'] = @{ Records = 'ADSyncGlobalSettingsParameter'; Sync = $true; Body = {
    foreach ($parameter in (Get-ADSyncGlobalSettings).Parameters) {
        $name = "$($parameter.Name)"
        if ($name -notlike 'Microsoft.*' -or $name -match '(password|pwd|secret|token|hash)$') { continue }
        Get-RecordLine 'ADSyncGlobalSettingsParameter' ([ordered] @{
            Name = $name; Value = ConvertTo-Text $parameter.Value
        })
    }
} }

$Sections['connectors'] = @{ Records = 'ADSyncConnector'; Sync = $true; Body = {
    $connectivity = 'forest-name', 'forest-login-domain', 'forest-login-user', 'forest-port', 'forest-guid',
        'sign-and-seal', 'ssl-bind', 'crl-check', 'simple-bind', 'UserName'
    $global = 'Connector.GroupFilteringGroupDn', 'Forest.FQDN', 'Forest.LDAP', 'Forest.Netbios',
        'Microsoft.Synchronize.ForceFullPasswordSync'
    $ofPartition = 'dc-failover', 'last-dc', 'guid', 'sign-and-seal', 'Domain.FQDN', 'Domain.LDAP', 'Domain.Netbios'
    foreach ($connector in Get-ADSyncConnector) {
        $partitions = @(foreach ($partition in $connector.Partitions) {
            $scope = $partition.ConnectorPartitionScope
            [ordered] @{
                Identifier = ConvertTo-Text $partition.Identifier
                DN = ConvertTo-Text $partition.DN
                Name = ConvertTo-Text $partition.Name
                Selected = $partition.Selected
                IsDomain = $partition.IsDomain
                PreferredDCs = ConvertTo-TextList $partition.PreferredDCs
                Parameters = Select-Parameter $partition.Parameters $ofPartition
                ConnectorPartitionScope = [ordered] @{
                    ContainerInclusionList = ConvertTo-TextList $scope.ContainerInclusionList
                    ContainerExclusionList = ConvertTo-TextList $scope.ContainerExclusionList
                    ObjectClasses = ConvertTo-TextList $scope.ObjectClasses
                }
            }
        })
        Get-RecordLine 'ADSyncConnector' ([ordered] @{
            Name = ConvertTo-Text $connector.Name
            Identifier = ConvertTo-Text $connector.Identifier
            ConnectorTypeName = ConvertTo-Text $connector.ConnectorTypeName
            Subtype = ConvertTo-Text $connector.Subtype
            Description = ConvertTo-Text $connector.Description
            CreationTime = ConvertTo-Utc $connector.CreationTime
            LastModificationTime = ConvertTo-Utc $connector.LastModificationTime
            ConnectivityParameters = Select-Parameter $connector.ConnectivityParameters $connectivity
            GlobalParameters = Select-Parameter $connector.GlobalParameters $global
            Partitions = $partitions
        })
    }
} }

$Sections['password-sync'] = @{ Records = 'ADSyncAADPasswordSyncConfiguration'; Sync = $true; Body = {
    foreach ($connector in Get-DirectoryConnector) {
        $name = "$($connector.Name)"
        $it = Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $name
        if (-not $it) { Get-NothingLine 'ADSyncAADPasswordSyncConfiguration' @{ SourceConnector = $name }; continue }
        Get-RecordLine 'ADSyncAADPasswordSyncConfiguration' ([ordered] @{
            SourceConnector = $name; TargetConnector = ConvertTo-Text $it.TargetConnector; Enabled = $it.Enabled
        })
    }
} }

$Sections['partitions'] = @{ Records = 'ADSyncPartitionPasswordSyncState'; Sync = $true; Body = {
    foreach ($it in Get-ADSyncPartitionPasswordSyncState) {
        Get-RecordLine 'ADSyncPartitionPasswordSyncState' ([ordered] @{
            ConnectorId = ConvertTo-Text $it.ConnectorId
            DN = ConvertTo-Text $it.DN
            PasswordSyncLastSuccessfulCycleStartTimestamp = ConvertTo-Utc $it.PasswordSyncLastSuccessfulCycleStartTimestamp
            PasswordSyncLastSuccessfulCycleEndTimestamp = ConvertTo-Utc $it.PasswordSyncLastSuccessfulCycleEndTimestamp
            PasswordSyncLastCycleStartTimestamp = ConvertTo-Utc $it.PasswordSyncLastCycleStartTimestamp
            PasswordSyncLastCycleEndTimestamp = ConvertTo-Utc $it.PasswordSyncLastCycleEndTimestamp
            PasswordSyncLastCycleStatus = ConvertTo-Text $it.PasswordSyncLastCycleStatus
        })
    }
} }

$Sections['rules'] = @{ Records = 'ADSyncRule'; Sync = $true; Body = {
    foreach ($rule in Get-ADSyncRule) {
        $filter = @(foreach ($group in $rule.ScopeFilter) {
            $conditions = @(foreach ($condition in $group.ScopeConditionList) {
                [ordered] @{
                    Attribute = ConvertTo-Text $condition.Attribute
                    ComparisonOperator = ConvertTo-Text $condition.ComparisonOperator
                    ComparisonValue = ConvertTo-Text $condition.ComparisonValue
                }
            })
            [ordered] @{ ScopeConditionList = $conditions }
        })
        Get-RecordLine 'ADSyncRule' ([ordered] @{
            Identifier = ConvertTo-Text $rule.Identifier
            InternalId = ConvertTo-Text $rule.InternalId
            Name = ConvertTo-Text $rule.Name
            Direction = ConvertTo-Text $rule.Direction
            Precedence = $rule.Precedence
            Disabled = $rule.Disabled
            Connector = ConvertTo-Text $rule.Connector
            SourceObjectType = ConvertTo-Text $rule.SourceObjectType
            TargetObjectType = ConvertTo-Text $rule.TargetObjectType
            LinkType = ConvertTo-Text $rule.LinkType
            EnablePasswordSync = $rule.EnablePasswordSync
            ImmutableTag = ConvertTo-Text $rule.ImmutableTag
            IsStandardRule = $rule.IsStandardRule
            ScopeFilter = $filter
        })
    }
} }

$Sections['runs'] = @{ Records = 'ADSyncRunProfileResult'; Sync = $true; Body = {
    foreach ($run in (Get-ADSyncRunProfileResult | Select-Object -First 100)) {
        Get-RecordLine 'ADSyncRunProfileResult' ([ordered] @{
            ConnectorName = ConvertTo-Text $run.ConnectorName
            RunProfileName = ConvertTo-Text $run.RunProfileName
            Result = ConvertTo-Text $run.Result
            StartDate = ConvertTo-Utc $run.StartDate
            EndDate = ConvertTo-Utc $run.EndDate
        })
    }
} }

$Sections['reachability'] = @{ Records = 'ADSyncDomainReachabilityStatus'; Sync = $true; Body = {
    foreach ($connector in Get-DirectoryConnector) {
        $name = "$($connector.Name)"
        foreach ($it in (Get-ADSyncDomainReachabilityStatus -ConnectorName $name)) {
            Get-RecordLine 'ADSyncDomainReachabilityStatus' ([ordered] @{
                ConnectorName = $name
                ValidatedDomain = ConvertTo-Text $it.ValidatedDomain
                IsReachable = $it.IsReachable
                ExceptionMessage = ConvertTo-Text $it.ExceptionMessage
            })
        }
    }
} }
