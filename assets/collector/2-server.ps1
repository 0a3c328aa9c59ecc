# The server itself: Windows, the service, the policies that stand in the way.
$Sections['server'] = @{ Records = 'Server'; Body = {
    function Get-Setting($Path, $Name) {
        $key = Get-ItemProperty -LiteralPath $Path -ErrorAction SilentlyContinue
        if ($key) { $key.$Name }
    }
    $data = [ordered] @{ ComputerName = $env:COMPUTERNAME; PowerShellVersion = "$($PSVersionTable.PSVersion)" }
    $windows = Get-CimInstance -ClassName Win32_OperatingSystem
    $data['OSCaption'] = "$($windows.Caption)"
    $data['OSVersion'] = "$($windows.Version)"
    $me = [Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()
    $data['IsElevated'] = $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    $fips = Get-Setting 'HKLM:\SYSTEM\CurrentControlSet\Control\Lsa\FipsAlgorithmPolicy' 'Enabled'
    $data['FipsPolicyEnabled'] = $fips -eq 1
    # Off is what somebody switched off; where nothing is set, Windows and .NET use TLS 1.2.
    $schannel = 'HKLM:\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'
    $off = (Get-Setting $schannel 'Enabled') -eq 0 -or (Get-Setting $schannel 'DisabledByDefault') -eq 1
    foreach ($root in 'HKLM:\SOFTWARE\Microsoft', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft') {
        $off = $off -or (Get-Setting "$root\.NETFramework\v4.0.30319" 'SchUseStrongCrypto') -eq 0
        $off = $off -or (Get-Setting "$root\.NETFramework\v4.0.30319" 'SystemDefaultTlsVersions') -eq 0
    }
    $data['Tls12Enabled'] = -not $off
    $folder = Get-ConnectFolder
    if ($folder) {
        $program = Join-Path $folder 'Bin\miiserver.exe'
        if (Test-Path -LiteralPath $program) {
            $data['ConnectVersion'] = "$((Get-Item -LiteralPath $program).VersionInfo.ProductVersion)"
        }
        $file = "$program.config"
        if (Test-Path -LiteralPath $file) {
            $config = [xml] (Get-Content -LiteralPath $file -Raw)
            $exempt = Select-Xml -Xml $config -XPath '/configuration/runtime/enforceFIPSPolicy[@enabled="false"]'
            $data['EnforceFipsPolicyDisabled'] = $null -ne $exempt
            $trace = "/configuration/system.diagnostics/sources/source[@name='passwordSync'][@switchValue='Verbose']"
            $data['PasswordSyncTraceVerbose'] = $null -ne (Select-Xml -Xml $config -XPath $trace)
        }
    }
    Get-RecordLine 'Server' $data
} }

$Sections['service'] = @{ Records = 'Service'; Body = {
    $service = Get-Service -Name ADSync -ErrorAction SilentlyContinue
    if (-not $service) { Get-NothingLine 'Service' @{ Name = 'ADSync' }; return }
    $account = Get-CimInstance -ClassName Win32_Service -Filter "Name='ADSync'"
    Get-RecordLine 'Service' ([ordered] @{
        Name = 'ADSync'; DisplayName = "$($service.DisplayName)"; Status = "$($service.Status)"
        StartType = "$($service.StartType)"; StartName = "$($account.StartName)"
    })
} }
